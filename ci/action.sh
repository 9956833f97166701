#!/usr/bin/env bash
# The steps of action.yml. Inputs come as environment variables, never as part of a script.
# Usage: action.sh check | comment | finish
set -euo pipefail
unset CDPATH

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# An annotation of the run: LEVEL MESSAGE.
annotate() {
  local text=$2
  text=${text//'%'/%25}
  text=${text//$'\r'/%0D}
  text=${text//$'\n'/%0A}
  printf '::%s title=AFD Lens::%s\n' "$1" "$text"
}

fail() {
  annotate error "$1"
  exit 2
}

# An output of the step, whatever characters it has: NAME VALUE.
output() {
  local delimiter=end-of-value-$RANDOM$RANDOM$RANDOM
  printf '%s<<%s\n%s\n%s\n' "$1" "$delimiter" "$2" "$delimiter" >>"$GITHUB_OUTPUT"
}

# Prints what a program wrote to standard error, in which no line is a command to the runner.
show_messages() {
  sed 's/^[[:space:]]*::/: :/; s/##\[/## [/g' "$1" >&2
}

# Fails for an input that is neither true nor false: NAME VALUE.
expect_boolean() {
  [[ $2 == true || $2 == false ]] || fail "The input $1 is '$2'; it must be true or false."
}

# Prints the absolute path of a file, as the runner's system writes it, and makes its folder.
prepared_file() {
  node -e '
    const path = require("node:path").resolve(process.argv[1]);
    require("node:fs").mkdirSync(require("node:path").dirname(path), { recursive: true });
    console.log(path);
  ' -- "$1"
}

check_node() {
  command -v node >/dev/null || fail 'Node.js is not installed; add the action setup-node before this one.'
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    fail "Node.js $(node --version) is too old; AFD Lens needs 20.19 or newer."
}

# Sets `program`: the one of this checkout, or a version of the npm package.
find_program() {
  if [[ -n $INPUT_VERSION ]]; then
    # In a folder of its own, so that no configuration of npm in the checked repository has a say.
    mkdir "$work/npm"
    (cd "$work/npm" && npm install --prefix . --ignore-scripts --no-audit --no-fund --loglevel=error \
      "afd-lens@$INPUT_VERSION" >&2) || fail "afd-lens@$INPUT_VERSION could not be installed."
    program=$work/npm/node_modules/afd-lens/dist/cli.js
  else
    program=$root/dist/cli.js
    [[ -f $program ]] ||
      fail 'This revision of the action has no built program; use the tag of a release, or give the input version.'
  fi
}

# Prints the folder of the repository around the working directory, or the working directory where there is none.
repository() {
  local folder=.
  while [[ ! -e $folder/.git ]]; do
    if [[ $folder -ef $folder/.. ]]; then
      folder=.
      break
    fi
    folder=$folder/..
  done
  # As the runner's system writes it.
  (cd -- "$folder" && { pwd -W 2>/dev/null || pwd; })
}

# Prints the lines of a list that are not blank, without blanks around them: LIST.
list() {
  local line
  while read -r line || [[ -n $line ]]; do
    line=${line%"${line##*[![:space:]]}"}
    [[ -z $line ]] || printf '%s\n' "$line"
  done <<<"$1"
}

# Goes to the working directory; fails where a link in the workspace, which a pull request may make, leads out of it: FOLDER.
enter() {
  local folder=$1 logical physical
  logical=$(pwd -L)
  physical=$(pwd -P)
  [[ $folder == /* || $folder == [A-Za-z]:* ]] || folder=./$folder
  cd -- "$folder" || fail "The working directory $1 does not exist."
  [[ $(pwd -L)/ != "$logical"/* || $(pwd -P)/ == "$physical"/* ]] ||
    fail "The working directory $1 is a link that leads out of the workspace; name the folder itself."
}

# Sets `paths`, `confined` and `extra` from the inputs.
read_lists() {
  local line
  paths=()
  while read -r line; do paths+=("$line"); done < <(list "$INPUT_PATHS")
  [[ ${#paths[@]} -gt 0 ]] || paths=(.)
  confined=()
  while read -r line; do confined+=("--allowed-root=$line"); done < <(list "$INPUT_ALLOWED_ROOTS")
  [[ ${#confined[@]} -gt 0 ]] || confined=("--allowed-root=$(repository)")
  extra=()
  read -r -d '' -a extra <<<"$INPUT_ARGS" || true
}

# Writes the changes of the pull request to changes.md; fails where it cannot be compared.
write_changes() {
  local base status=0
  base=$("$BASH" "$root/ci/pull-request-base.sh" "$INPUT_BASE" 2>"$work/messages") &&
    node "$program" diff --base "$base" "${confined[@]}" --format markdown --output "$work/changes.md" -- "${paths[@]}" \
      2>"$work/messages" || status=$?
  show_messages "$work/messages"
  return "$status"
}

has_findings() {
  node -e '
    const { findings, problems } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    process.exit(findings.some(({ suppressed }) => !suppressed) || problems.length > 0 ? 0 : 1);
  ' "$work/report.json"
}

# Writes comment.md: what changed, with all findings folded behind it; nothing where nothing changed. What cannot be
# compared is judged by its findings.
write_comment() {
  local file=$work/comment.md
  : >"$file"
  if ! write_changes; then
    annotate warning 'The pull request could not be compared with its base, so its comment lists all findings. Where history is missing, check out with fetch-depth: 0.'
    rm -f "$work/changes.md"
    if has_findings; then cp "$work/summary.md" "$file"; fi
  elif [[ -s $work/changes.md ]]; then
    cp "$work/changes.md" "$file"
    if has_findings && (($(cat "$work/changes.md" "$work/summary.md" | wc -c) < 60000)); then
      {
        printf '\n<details><summary>All findings</summary>\n\n'
        cat "$work/summary.md"
        printf '\n</details>\n'
      } >>"$file"
    fi
  fi
}

check() {
  local sarif='' status=0 arguments program paths confined extra
  expect_boolean summary "$INPUT_SUMMARY"
  expect_boolean sarif "$INPUT_SARIF"
  expect_boolean comment "$INPUT_COMMENT"
  check_node
  work=$(mktemp -d "${RUNNER_TEMP:-/tmp}/afd-lens.XXXXXX")
  enter "$INPUT_WORKING_DIRECTORY"
  read_lists
  find_program
  arguments=(--format github --format markdown --output "$work/summary.md" --format json --output "$work/report.json")
  if [[ $INPUT_SARIF == true ]]; then
    sarif=$(prepared_file "${INPUT_SARIF_FILE:-$work/afd-lens.sarif}") ||
      fail "The folder of $INPUT_SARIF_FILE cannot be made."
    arguments+=(--format sarif --output "$sarif")
  fi
  node "$program" check "${arguments[@]}" "${confined[@]}" "--fail-on=$INPUT_FAIL_ON" ${extra[@]+"${extra[@]}"} -- "${paths[@]}" \
    2>"$work/messages" </dev/null || status=$?
  show_messages "$work/messages"
  if [[ -f $work/report.json ]]; then
    if [[ $INPUT_COMMENT == true && -n $PULL_REQUEST_HEAD ]]; then
      write_comment
      output comment-file "$work/comment.md"
    fi
    if [[ $INPUT_SUMMARY == true && -n ${GITHUB_STEP_SUMMARY:-} ]]; then
      {
        # A fold ends at an empty line.
        [[ ! -s $work/changes.md ]] || { cat "$work/changes.md" && echo; }
        cat "$work/summary.md"
      } >>"$GITHUB_STEP_SUMMARY"
    fi
    [[ -z $sarif || ! -f $sarif ]] || output sarif-file "$sarif"
  else
    annotate error "AFD Lens did not run: $(tail -n 1 "$work/messages")"
  fi
  # The step itself passes, so that what was written is uploaded first.
  output status "$status"
}

comment() {
  node "$root/ci/pull-request-comment.mjs" "--body=$COMMENT_FILE" "--tag=$INPUT_TAG" ||
    annotate warning 'The comment of the pull request was not written.'
}

case ${1:-} in
  check | comment) "$1" ;;
  finish) exit "$CHECK_STATUS" ;;
  *)
    echo 'Usage: action.sh check | comment | finish' >&2
    exit 2
    ;;
esac
