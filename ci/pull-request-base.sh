#!/usr/bin/env bash
# Prints the commit that a pull request is compared with, for `afd-lens diff --base`, and fetches it where the checkout
# lacks it. Fails where it cannot be told or had.
#
# Usage: pull-request-base.sh [REVISION]   (REVISION: to be used instead; a commit, tag or branch here or in origin)
#
# Environment: PULL_REQUEST_HEAD and PULL_REQUEST_BASE, the commits ${{ github.event.pull_request.head.sha }} and
# ${{ github.event.pull_request.base.sha }}.
set -euo pipefail
export GIT_TERMINAL_PROMPT=0

commit_of() {
  local depth=()
  [[ -n $1 && $1 != -* ]] || return 1
  git rev-parse --quiet --verify "$1^{commit}" && return
  # In a whole clone a depth would cut off history.
  [[ $(git rev-parse --is-shallow-repository) == false ]] || depth=(--depth=1)
  git fetch --quiet --no-tags ${depth[@]+"${depth[@]}"} origin "$1" && git rev-parse --verify 'FETCH_HEAD^{commit}'
}

pull_request_base() {
  local head=${PULL_REQUEST_HEAD:-} parents base
  # Of the merge commit that is checked out by default, the first parent is exactly what it is merged into. A shallow
  # clone hides parents from everything but the commit itself.
  parents=$(git cat-file commit HEAD | sed -n '/^$/q; s/^parent //p')
  if [[ -n $head && $parents == *$'\n'"$head" ]]; then
    commit_of "${parents%%$'\n'*}"
  else
    # Another commit of the pull request is compared with where it left the base, as far as the clone goes back.
    base=$(commit_of "${PULL_REQUEST_BASE:-}") && git merge-base "$base" HEAD
  fi
}

if [[ -n ${1:-} ]]; then
  base=$(commit_of "$1")
else
  base=$(pull_request_base)
fi
# Short, since reports name it.
git rev-parse --short=12 "$base"
