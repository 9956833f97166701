// Names of new things: what is allowed, and how one is written in code and in words.

/** Throws unless the name is words of small letters and digits, joined by hyphens. */
export function requireName(name, what) {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name ?? ''))
    throw new Error(
      `${name ? `${name} is no name of a ${what}` : `The ${what} needs a name`}: write it like afd-does-not-pay.`,
    );
}

/** As a constant: `tooOld` of `too-old`. */
export const camelCase = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** As a type: `TooOld` of `too-old`. */
export const pascalCase = (name) => camelCase(`-${name}`);

/** As a constant of constants: `TOO_OLD` of `too-old`. */
export const upperCase = (name) => name.replaceAll('-', '_').toUpperCase();

/** As the beginning of a sentence: `Too old` of `too-old`. */
export const inWords = (name) => name[0].toUpperCase() + name.slice(1).replaceAll('-', ' ');
