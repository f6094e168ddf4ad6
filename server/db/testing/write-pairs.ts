import { openEmbeddedDatabase } from '#server/db/embedded-database.ts';

// A process that writes pairs of rows into the data folder it is given, and says of each pair when it was acknowledged.

const onFatal = (error: Error) => {
  throw error;
};
const db = await openEmbeddedDatabase({ dataDir: process.argv[2] ?? '', warn: console.error, onFatal });
await db.fork().execute('create table if not exists half (pair int, side text)');
const [last] = await db.fork().execute<{ pair: number }[]>('select coalesce(max(pair), 0) as pair from half');
for (let pair = (last?.pair ?? 0) + 1; ; pair++) {
  await db.fork().transactional(async (em) => {
    await em.execute("insert into half values (?, 'left')", [pair]);
    await em.execute("insert into half values (?, 'right')", [pair]);
  });
  console.log(pair);
}
