import { Migration } from '@mikro-orm/migrations';

export class SecondStep extends Migration {
  override name = '0004-second-step';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "second_step" ("id" uuid not null, "owner_id" uuid not null, "envelope" text not null, "used_step" int not null, "recovery_hashes" text[] not null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`alter table "second_step" add constraint "second_step_owner_id_unique" unique ("owner_id");`);
    this.addSql(
      `alter table "second_step" add constraint "second_step_owner_id_foreign" foreign key ("owner_id") references "user_account" ("id") on delete cascade;`,
    );
    this.addSql(`alter table "user_account" add column "second_step_id" uuid null;`);
  }
}
