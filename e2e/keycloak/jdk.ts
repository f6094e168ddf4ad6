import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keycloak 26.7 says that it runs on 17, 21 and 25. */
const OLDEST = 17;

/** Where systems put what they install. */
const KNOWN = ['/usr/lib/jvm/*', '/Library/Java/JavaVirtualMachines/*/Contents/Home'];

/** The home of a JDK that Keycloak runs on: the one of JAVA_HOME, else the newest here, else that of `java`; null: none. */
export function findJdk(): string | null {
  const given = process.env.JAVA_HOME ?? '';
  if (releaseOf(given) >= OLDEST) return given;
  const newest = globSync(KNOWN).sort((a, b) => releaseOf(b) - releaseOf(a))[0] ?? '';
  return [newest, homeOnPath()].find((home) => releaseOf(home) >= OLDEST) ?? null;
}

function homeOnPath(): string {
  const { stderr } = spawnSync('java', ['-XshowSettings:properties', '-version'], { encoding: 'utf8' });
  return /^\s*java\.home = (.+)$/m.exec(stderr ?? '')?.[1] ?? '';
}

/** 25 of 25.0.1; 0 where there is no JDK: `jar` unpacks what was fetched. */
function releaseOf(home: string): number {
  const file = join(home, 'release');
  if (!existsSync(join(home, 'bin/jar')) || !existsSync(file)) return 0;
  return Number(/^JAVA_VERSION="(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
}
