/** What every reader accepts as the name of a variable. */
export const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The longest name that the vault keeps. */
export const NAME_LENGTH = 255;

/**
 * Names whose value a shell makes up itself: an assignment is dropped, changed, or ends the reading of the file.
 * Found by assigning every word in the binaries of bash 5.2 and dash 0.5.12 and looking at the environment of a child.
 */
export const KEPT_BY_SHELLS: ReadonlySet<string> = new Set([
  '_',
  'BASHOPTS',
  'BASHPID',
  'BASH_ALIASES',
  'BASH_ARGC',
  'BASH_ARGV',
  'BASH_ARGV0',
  'BASH_CMDS',
  'BASH_LINENO',
  'BASH_SOURCE',
  'BASH_SUBSHELL',
  'BASH_VERSINFO',
  'COMP_WORDBREAKS',
  'DIRSTACK',
  'EPOCHREALTIME',
  'EPOCHSECONDS',
  'EUID',
  'FUNCNAME',
  'GROUPS',
  'HISTCMD',
  'LINENO',
  'OPTIND',
  'PIPESTATUS',
  'PPID',
  'RANDOM',
  'SECONDS',
  'SHELLOPTS',
  'SHLVL',
  'SRANDOM',
  'UID',
]);

/** Says why no variable of this name comes through everywhere, or null when it does. */
export function whyNameIsKept(name: string): string | null {
  if (KEPT_BY_SHELLS.has(name)) return `shells keep the name ${name} to themselves, and some stop reading here`;
  // Both readers collect into a plain object, where this name sets the prototype and is lost.
  if (name === '__proto__') return `dotenv and node --env-file lose the name ${name}`;
  return null;
}
