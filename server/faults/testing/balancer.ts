import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '#server/testing/process.ts';

export type Kind = 'haproxy' | 'nginx';
const POLL_MS = 20;
/** Debian keeps servers where a user's path does not look. */
const FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin'];

export type Balancer = { port: number; stop(): Promise<void> };

/** Those that are installed here; all of them in the gate, which fails where one is missing. Elsewhere that is said. */
export function installed({ CI }: NodeJS.ProcessEnv): Kind[] {
  const kinds = (['haproxy', 'nginx'] as const).filter((kind) => CI || pathOf(kind) !== null);
  if (kinds.length < 2) console.info('HAProxy or nginx is not installed here: what stands behind them is not tried.');
  return kinds;
}

/** Starts one in front of these ports, which takes them in turn and passes on who asks. */
export async function startBalancer(kind: Kind, ports: readonly number[]): Promise<Balancer> {
  const folder = await mkdtemp(join(tmpdir(), `kagi-${kind}-`));
  const port = await freePort();
  const file = join(folder, `${kind}.conf`);
  await writeFile(file, CONFIGURATION[kind](port, ports, folder));
  const child = spawn(pathOf(kind) ?? kind, ARGUMENTS[kind](file), { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (words) => {
    said += String(words);
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await listening(port, child, () => said);
  return {
    port,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

const ARGUMENTS: Record<Kind, (file: string) => string[]> = {
  haproxy: (file) => ['-db', '-q', '-f', file],
  nginx: (file) => ['-c', file],
};

const CONFIGURATION: Record<Kind, (port: number, ports: readonly number[], folder: string) => string> = {
  // A connection to a server for each request: one that a client kept could end with its server under the next.
  haproxy: (port, ports) => `
defaults
  mode http
  timeout connect 60s
  timeout client 600s
  timeout server 600s
  option http-server-close
  option forwardfor
  option redispatch 1
  retries 3
listen kagi
  bind 127.0.0.1:${port}
  balance roundrobin
${ports.map((each) => `  server s${each} 127.0.0.1:${each}`).join('\n')}
`,
  // What README.md asks for, word by word, stands from proxy_set_header on.
  nginx: (port, ports, folder) => `
daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log stderr crit;
events { worker_connections 2048; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  proxy_read_timeout 600s;
  upstream kagi { ${ports.map((each) => `server 127.0.0.1:${each};`).join(' ')} }
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 5m;
    location / {
      proxy_pass http://kagi;
      proxy_set_header X-Forwarded-For $remote_addr;
    }
    location /trpc {
      proxy_pass http://kagi;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_buffering off;
    }
  }
}
`,
};

function pathOf(kind: Kind): string | null {
  return FOLDERS.map((folder) => join(folder, kind)).find((path) => existsSync(path)) ?? null;
}

/** Waits until it takes connections. @throws {Error} with what it said, if it ends before. */
async function listening(port: number, child: ChildProcess, said: () => string): Promise<void> {
  while (!(await takesConnections(port))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`It ended, and said:\n${said()}`);
    await setTimeout(POLL_MS);
  }
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
