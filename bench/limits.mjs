import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';

// The limits: what a server that does nothing but this reaches on the same machine. It has neither guards nor
// validation. Arguments: the port, and a PostgreSQL database of its own.
//
//   /a      answers JSON
//   /b      two prepared selects: a key by its hash, a row by its id
//   /c      the same, then one insert and its commit
//   /d/N    one select of N joined rows
//   /e/N    decrypts N values of 64 bytes with AES-256-GCM
//   /s      counts 10,000 joined rows, as the statistics do

const [port, database] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: database, max: 11 });
const ROWS = 10_000;
const TOKEN_HASH = createHash('sha256').update('token').digest('hex');

await pool.query(`
  create table key (id uuid primary key, hash text not null unique, owner_id uuid not null, scopes jsonb not null);
  create table category (id uuid primary key, name text, icon text, color text, key_type text, env_var_name text,
    field_definitions jsonb);
  create table entry (
    id uuid primary key, owner_id uuid not null, category_id uuid not null references category, name text,
    environment text, notes text, file_name text, envelope text, fingerprint text, version int,
    expires_at timestamptz, created_at timestamptz default now(), updated_at timestamptz default now());
  create table note (id uuid primary key default gen_random_uuid(), hash text, text text);
  insert into key select gen_random_uuid(), '${TOKEN_HASH}', gen_random_uuid(), '["entries:read"]';
  insert into category select gen_random_uuid(), 'Stripe', 'stripe', null, 'simple', 'STRIPE_SECRET_KEY', null;
  insert into entry (id, owner_id, category_id, name, environment, envelope, fingerprint, version)
    select gen_random_uuid(), key.owner_id, category.id, 'bench-' || n, 'production', repeat('x', 150), repeat('y', 60), 1
    from key, category, generate_series(1, ${ROWS}) n;
  create index on entry (owner_id, id);
  analyze;
`);
const { rows: one } = await pool.query('select id from entry limit 1');

const KEY = { name: 'key', text: 'select id, owner_id, scopes, now() from key where hash = $1', values: [TOKEN_HASH] };
const JOINED = `
  select entry.id, category_id as "categoryId", entry.name, environment, notes, file_name as "fileName",
    expires_at as "expiresAt", created_at as "createdAt", updated_at as "updatedAt",
    category.name as "categoryName", key_type as "keyType", env_var_name as "envVarName",
    field_definitions as "fieldDefinitions", icon, color
  from entry join category on category.id = category_id`;
const ROW = { name: 'row', text: `${JOINED} where entry.id = $1`, values: [one[0]?.id] };
const INSERT = { name: 'insert', text: 'insert into note (hash, text) values ($1, $2)' };
const COUNT = {
  name: 'count',
  text: `select count(*)::int as rows, count(*) filter (where key_type = 'simple')::int as simple,
    count(*) filter (where key_type = 'group')::int as "group", count(*) filter (where key_type = 'ssh')::int as ssh,
    count(*) filter (where key_type = 'json')::int as json,
    count(*) filter (where environment = 'production')::int as production,
    count(*) filter (where environment = 'staging')::int as staging,
    count(*) filter (where environment = 'development')::int as development,
    count(*) filter (where environment = 'local')::int as local,
    count(*) filter (where expires_at <= now())::int as expired,
    count(*) filter (where expires_at > now() and expires_at <= now() + interval '30 days')::int as soon
    from entry join category on category.id = category_id where owner_id = (select owner_id from key)`,
};

const dek = randomBytes(32);
const sealed = Array.from({ length: ROWS }, () => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', dek, nonce, { authTagLength: 16 });
  return { nonce, text: Buffer.concat([cipher.update(randomBytes(64)), cipher.final()]), tag: cipher.getAuthTag() };
});

function decrypt(count) {
  let bytes = 0;
  for (const { nonce, text, tag } of sealed.slice(0, count)) {
    const decipher = createDecipheriv('aes-256-gcm', dek, nonce, { authTagLength: 16 });
    decipher.setAuthTag(tag);
    bytes += decipher.update(text).length + decipher.final().length;
  }
  return bytes;
}

async function lookUp() {
  await pool.query(KEY);
  return (await pool.query(ROW)).rows[0];
}

async function write(request) {
  const body = Buffer.concat(await request.toArray()).toString();
  const row = await lookUp();
  await pool.query({ ...INSERT, values: [TOKEN_HASH, body] });
  return row;
}

async function answerTo(request) {
  const [, which, count = '0'] = (request.url ?? '').split('/');
  if (which === 'a') return { error: 'Unauthorized', code: 'AUTH_REQUIRED' };
  if (which === 'b') return lookUp();
  if (which === 'c') return write(request);
  if (which === 'd') return (await pool.query(`${JOINED} order by entry.id limit ${Number(count)}`)).rows;
  if (which === 'e') return { bytes: decrypt(Number(count)) };
  if (which === 's') return (await pool.query(COUNT)).rows[0];
  throw new Error(`There is no limit ${which}.`);
}

const server = createServer((request, response) => {
  answerTo(request).then(
    (answer) => response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)),
    (error) => response.writeHead(500).end(error.message),
  );
});
server.listen(Number(port), '127.0.0.1', () => console.log('The limits stand.'));
