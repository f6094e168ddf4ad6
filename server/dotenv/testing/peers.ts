import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { goProgram, pythonWith, run } from '#server/testing/tools.ts';

/** A real reader: each text as a file of its own, to what it makes of it (null: it refuses the file). */
export type Peer = { name: string; read(files: readonly string[]): Promise<(Record<string, string> | null)[]> };

/** A peer, or the sentence why this machine has none. */
export type Found = Peer | { name: string; missing: string };

const COMPOSE = 'github.com/compose-spec/compose-go/v2@v2.16.2';

const COMPOSE_MAIN = `package main
import ("encoding/json"; "io"; "os"; "github.com/compose-spec/compose-go/v2/dotenv"; "github.com/sirupsen/logrus")
func main() {
  logrus.SetOutput(io.Discard)
  out := make([]map[string]string, 0)
  for _, file := range os.Args[1:] {
    read, err := dotenv.GetEnvFromFile(map[string]string{}, []string{file})
    if err != nil { read = nil }
    out = append(out, read)
  }
  json.NewEncoder(os.Stdout).Encode(out)
}`;

const GODOTENV = 'github.com/joho/godotenv@v1.5.1';

const GODOTENV_MAIN = `package main
import ("encoding/json"; "os"; "github.com/joho/godotenv")
func main() {
  out := make([]map[string]string, 0)
  for _, file := range os.Args[1:] {
    read, err := godotenv.Read(file)
    if err != nil { read = nil }
    out = append(out, read)
  }
  json.NewEncoder(os.Stdout).Encode(out)
}`;

const PYTHON = `import json, sys, logging
logging.disable(logging.CRITICAL)
import os; os.environ.clear()
from dotenv import dotenv_values
print(json.dumps([dotenv_values(file) for file in sys.argv[1:]]))`;

// What a program is given is what counts. Each file has a shell of its own, so that none sees another.
const SHELL = 'for f do "$0" -c \'set -a; . "$1"; exec /usr/bin/env -0\' "$0" "$f" >"$f.$0"; done';

const NODE = 'process.stdout.write(JSON.stringify(process.env))';

/** Makes ready every real reader that can be had on this machine. */
export async function findPeers(): Promise<Found[]> {
  return Promise.all([
    orMissing('docker compose', compose),
    orMissing('godotenv', godotenv),
    orMissing('python-dotenv', () => python('python-dotenv', '1.2.4')),
    orMissing('python-dotenv 1.0', () => python('python-dotenv 1.0', '1.0.1')),
    orMissing('bash', () => shell('bash')),
    orMissing('dash', () => shell('dash')),
    orMissing('node --env-file', async () => node('node --env-file', process.execPath)),
    orMissing('node 20 --env-file', olderNode),
  ]);
}

/** The names that bash knows by itself. */
export async function namesInBash(): Promise<string[]> {
  return (await output('/usr/bin/env', ['-i', 'bash', '-c', 'compgen -v'])).trim().split('\n');
}

/** What a shell has in a variable after reading a file; Linux hands no program a variable over 128 KiB. */
export function printedBy(shellName: string, file: string, variable: string): Promise<string> {
  return output(shellName, ['-c', `. "$1"; printf %s "$${variable}"`, shellName, file]);
}

/** Hands texts to `use` as files in a folder of its own, and removes it. */
export async function withFiles<T>(texts: readonly string[], use: (files: string[], folder: string) => Promise<T>) {
  const folder = await mkdtemp(join(tmpdir(), 'kagi-dotenv-'));
  try {
    const files = texts.map((_, index) => join(folder, `${index}.env`));
    await Promise.all(files.map((file, index) => writeFile(file, texts[index] ?? '')));
    return await use(files, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function orMissing(name: string, find: () => Promise<Peer>): Promise<Found> {
  try {
    return await find();
  } catch (error) {
    return { name, missing: String(error).split('\n', 1)[0] ?? '' };
  }
}

async function compose(): Promise<Peer> {
  const binary = await goProgram(COMPOSE, COMPOSE_MAIN, [COMPOSE]);
  return { name: 'docker compose', read: (files) => json(binary, files) };
}

async function godotenv(): Promise<Peer> {
  const binary = await goProgram(GODOTENV, GODOTENV_MAIN, [GODOTENV]);
  return { name: 'godotenv', read: (files) => json(binary, files) };
}

async function python(name: string, version: string): Promise<Peer> {
  const command = await pythonWith(`python-dotenv==${version}`);
  return { name, read: (files) => json(command, ['-c', PYTHON, ...files]) };
}

async function shell(name: string): Promise<Peer> {
  await run(name, ['-c', ':']);
  const read = async (files: readonly string[]) => {
    await output(name, ['-c', SHELL, name, ...files]);
    return Promise.all(
      files.map(async (file) => parseNullSeparated(await readFile(`${file}.${name}`, 'utf8').catch(() => null))),
    );
  };
  return { name, read };
}

function parseNullSeparated(text: string | null): Record<string, string> | null {
  if (text === null) return null;
  const pairs = text.split('\0').filter((pair) => pair !== '');
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

async function olderNode(): Promise<Peer> {
  for (const path of ['/usr/bin/node', '/usr/local/bin/node', '/opt/homebrew/bin/node']) {
    const version = await run(path, ['--version']).catch(() => null);
    if (version?.stdout.startsWith('v20.')) return node('node 20 --env-file', path);
  }
  throw new Error('no node 20 in the usual places');
}

function node(name: string, path: string): Peer {
  const read = (files: readonly string[]) =>
    Promise.all(files.map(async (file) => JSON.parse(await output(path, [`--env-file=${file}`, '-e', NODE]))));
  return { name, read };
}

async function json(command: string, args: readonly string[]) {
  return JSON.parse(await output(command, args));
}

/** Runs a program in the folder of its last file, where a command it ran by mistake would leave its mark. */
function output(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const cwd = dirname(args.findLast((one) => one.includes('.env'))?.replace('--env-file=', '') ?? tmpdir());
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}
