import { Migration } from '@mikro-orm/migrations';

export class Keys extends Migration {
  override name = '0003-keys';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "replica" ("id" uuid not null, "name" varchar(255) not null, "kek_ids" text[] not null, "seen_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(
      `create table "key_mark" ("kind" varchar(16) not null, "subject" varchar(64) not null, "at" timestamptz(3) not null, "mac" text not null, primary key ("kind", "subject"));`,
    );
  }
}
