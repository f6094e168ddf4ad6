import { Migration } from '@mikro-orm/migrations';

export class Reveals extends Migration {
  override name = '0002-reveals';

  override up(): void | Promise<void> {
    this.addSql(
      `create index audit_event_reveals on audit_event (chain_id, at) where action = 'entry.reveal' and outcome = 'ok';`,
    );
  }
}
