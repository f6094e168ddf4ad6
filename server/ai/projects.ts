import type { Offer } from './picker.ts';
import { nameKey, readWords, type Token } from './words.ts';

const LONGEST_NAME = 6;

/** The projects of the vault that a description names, in the order in which it does; the longest name wins. */
export function projectsIn(prompt: string, offers: Offer[]): string[] {
  return projectSpans(readWords(prompt), offers).map(({ project }) => project);
}

export type ProjectSpan = { project: string; from: number; to: number };

export function projectSpans(tokens: Token[], offers: Offer[]): ProjectSpan[] {
  const projects = new Map([...new Set(offers.map(({ name }) => name))].map((name) => [nameKey(name), name]));
  const spans: ProjectSpan[] = [];
  for (let from = 0; from < tokens.length; ) {
    const span = longestAt(tokens, from, projects);
    if (span) spans.push(span);
    from = span?.to ?? from + 1;
  }
  return spans;
}

function longestAt(tokens: Token[], from: number, projects: Map<string, string>): ProjectSpan | null {
  for (let to = Math.min(from + LONGEST_NAME, tokens.length); to > from; to--) {
    const words = tokens.slice(from, to);
    const project = projects.get(words.map(({ word }) => word).join(''));
    if (project !== undefined && words.every(({ sentence }) => sentence === words[0]?.sentence))
      return { project, from, to };
  }
  return null;
}
