// Names of new things: what is allowed, and how one is written in code and in words.

/** Words that name nothing in the code. */
const reserved = new Set(
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof let new null return static super switch this throw true try typeof var void while with yield'.split(
    ' ',
  ),
);

/** Throws unless the name is words of small letters and digits, joined by hyphens. */
export function requireName(name, what) {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name ?? ''))
    throw new Error(
      `${name ? `${name} is no name of a ${what}` : `The ${what} needs a name`}: write it like afd-does-not-pay.`,
    );
  if (reserved.has(name)) throw new Error(`${name} is a word of the language: take another name for the ${what}.`);
}

/** As a constant: `tooOld` of `too-old`. */
export const camelCase = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** As a type: `TooOld` of `too-old`. */
export const pascalCase = (name) => camelCase(`-${name}`);

/** As a constant of constants: `TOO_OLD` of `too-old`. */
export const upperCase = (name) => name.replaceAll('-', '_').toUpperCase();

/** As the beginning of a sentence: `Too old` of `too-old`. */
export const inWords = (name) => name[0].toUpperCase() + name.slice(1).replaceAll('-', ' ');
