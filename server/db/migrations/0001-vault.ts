import { Migration } from '@mikro-orm/migrations';

export class Vault extends Migration {
  override name = '0001-vault';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "audit_event" ("id" uuid not null, "chain_id" uuid not null, "sequence" int not null, "at" timestamptz(3) not null, "action" varchar(64) not null, "outcome" varchar(16) not null, "caller_kind" varchar(16) not null, "caller_id" uuid null, "caller_label" text null, "object_kind" varchar(32) null, "object_id" text null, "request_id" text null, "address" text null, "user_agent" text null, "details" jsonb null, "previous_hash" text not null, "hash" text not null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "audit_event" add constraint "audit_event_chain_id_sequence_unique" unique ("chain_id", "sequence");`,
    );
    this.addSql(
      `alter table "audit_event" add constraint "audit_event_chain_id_previous_hash_unique" unique ("chain_id", "previous_hash");`,
    );

    this.addSql(
      `create table "audit_head" ("chain_id" uuid not null, "sequence" int not null, "hash" text not null, "mac" text not null, primary key ("chain_id"));`,
    );

    this.addSql(
      `create table "instance_key" ("id" uuid not null, "kek_id" varchar(64) not null, "wrapped" text not null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );

    this.addSql(
      `create table "sign_in_flow" ("state_hash" text not null, "cookie_hash" text not null, "nonce" text not null, "code_verifier" text not null, "return_to" text not null, "purpose" varchar(16) not null, "session_id" uuid null, "expires_at" timestamptz(3) not null, primary key ("state_hash"));`,
    );

    this.addSql(
      `create table "throttle" ("subject_hash" text not null, "failures" int not null, "since" timestamptz(3) not null, "blocked_until" timestamptz(3) null, primary key ("subject_hash"));`,
    );

    this.addSql(
      `create table "user_account" ("id" uuid not null, "email" varchar(320) not null, "name" varchar(255) not null, "role" varchar(16) not null, "password_hash" text null, "disabled_at" timestamptz(3) null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, "mac" text not null, primary key ("id"));`,
    );
    this.addSql(
      `create unique index user_account_email_unique on user_account (lower(email)) where password_hash is not null;`,
    );

    this.addSql(
      `create table "two_factor" ("id" uuid not null, "owner_id" uuid not null, "service" varchar(255) not null, "account_name" varchar(255) null, "notes" text null, "issuer" varchar(255) null, "algorithm" varchar(8) null, "digits" int null, "period" int null, "envelope" text null, "version" int not null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`create index "two_factor_owner_id_id_index" on "two_factor" ("owner_id", "id");`);

    this.addSql(
      `create table "session" ("id" uuid not null, "owner_id" uuid not null, "token_hash" text not null, "method" varchar(16) not null, "created_at" timestamptz(3) not null, "last_used_at" timestamptz(3) not null, "fresh_at" timestamptz(3) not null, "expires_at" timestamptz(3) not null, "address" text null, "user_agent" text null, "provider_sid_hash" text null, "provider_tokens" text null, "provider_checked_at" timestamptz(3) null, "mac" text not null, primary key ("id"));`,
    );
    this.addSql(`create index "session_owner_id_index" on "session" ("owner_id");`);
    this.addSql(`alter table "session" add constraint "session_token_hash_unique" unique ("token_hash");`);
    this.addSql(`create index "session_provider_sid_hash_index" on "session" ("provider_sid_hash");`);

    this.addSql(
      `create table "recovery_code" ("id" uuid not null, "owner_id" uuid not null, "two_factor_id" uuid not null, "position" int not null, "envelope" text not null, "used_at" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(`create index "recovery_code_owner_id_index" on "recovery_code" ("owner_id");`);
    this.addSql(
      `alter table "recovery_code" add constraint "recovery_code_two_factor_id_position_unique" unique ("two_factor_id", "position");`,
    );

    this.addSql(
      `create table "link" ("id" uuid not null, "kind" varchar(16) not null, "owner_id" uuid not null, "email" varchar(320) not null, "token_hash" text not null, "expires_at" timestamptz(3) not null, "created_at" timestamptz(3) not null, "mac" text not null, primary key ("id"));`,
    );
    this.addSql(`create index "link_owner_id_index" on "link" ("owner_id");`);
    this.addSql(`alter table "link" add constraint "link_token_hash_unique" unique ("token_hash");`);

    this.addSql(
      `create table "identity" ("id" uuid not null, "owner_id" uuid not null, "issuer" text not null, "subject" text not null, "created_at" timestamptz(3) not null, "mac" text not null, primary key ("id"));`,
    );
    this.addSql(`create index "identity_owner_id_index" on "identity" ("owner_id");`);
    this.addSql(`alter table "identity" add constraint "identity_issuer_subject_unique" unique ("issuer", "subject");`);

    this.addSql(
      `create table "idempotency" ("id" uuid not null, "owner_id" uuid not null, "route" varchar(64) not null, "key" varchar(255) not null, "body_hash" text not null, "envelope" text null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`create index "idempotency_created_at_index" on "idempotency" ("created_at");`);
    this.addSql(
      `alter table "idempotency" add constraint "idempotency_owner_id_route_key_unique" unique ("owner_id", "route", "key");`,
    );

    this.addSql(
      `create table "env_project" ("id" uuid not null, "owner_id" uuid not null, "name" varchar(255) not null, "description" text null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`create index "env_project_owner_id_id_index" on "env_project" ("owner_id", "id");`);

    this.addSql(
      `create table "env_file" ("id" uuid not null, "owner_id" uuid not null, "project_id" uuid not null, "file_type" varchar(255) not null, "size" int not null, "envelope" text not null, "version" int not null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`create index "env_file_owner_id_index" on "env_file" ("owner_id");`);
    this.addSql(
      `alter table "env_file" add constraint "env_file_project_id_file_type_unique" unique ("project_id", "file_type");`,
    );

    this.addSql(
      `create table "dek" ("id" uuid not null, "owner_id" uuid not null, "kek_id" varchar(64) not null, "wrapped" text not null, "active" boolean not null, "uses" int not null, "created_at" timestamptz(3) not null, "mac" text not null, primary key ("id"));`,
    );
    this.addSql(`create index "dek_owner_id_index" on "dek" ("owner_id");`);
    this.addSql(`create unique index dek_one_active on dek (owner_id) where active;`);

    this.addSql(
      `create table "category" ("id" uuid not null, "owner_id" uuid not null, "name" varchar(255) not null, "key_type" varchar(16) not null, "env_var_name" varchar(255) null, "field_definitions" text[] null, "icon" varchar(64) null, "color" varchar(7) null, "description" text null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, "mac" text not null, primary key ("id"));`,
    );
    this.addSql(`create index "category_owner_id_id_index" on "category" ("owner_id", "id");`);

    this.addSql(
      `create table "entry" ("id" uuid not null, "owner_id" uuid not null, "category_id" uuid not null, "name" varchar(255) not null, "environment" varchar(16) not null, "notes" text null, "file_name" varchar(255) null, "expires_at" timestamptz(3) null, "envelope" text null, "fingerprint" text null, "version" int not null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`create index "entry_category_id_index" on "entry" ("category_id");`);
    this.addSql(`create index "entry_owner_id_id_index" on "entry" ("owner_id", "id");`);
    this.addSql(`create index "entry_owner_id_name_index" on "entry" ("owner_id", "name");`);

    this.addSql(
      `create table "entry_field" ("id" uuid not null, "owner_id" uuid not null, "entry_id" uuid not null, "name" varchar(255) not null, "position" int not null, "envelope" text not null, "fingerprint" text not null, "version" int not null, primary key ("id"));`,
    );
    this.addSql(`create index "entry_field_owner_id_index" on "entry_field" ("owner_id");`);
    this.addSql(
      `alter table "entry_field" add constraint "entry_field_entry_id_name_unique" unique ("entry_id", "name");`,
    );

    this.addSql(
      `create table "access_key" ("id" uuid not null, "owner_id" uuid not null, "name" varchar(255) not null, "key_prefix" varchar(16) not null, "token_hash" text not null, "scopes" text[] not null, "names" text[] null, "environments" text[] null, "expires_at" timestamptz(3) null, "last_used_at" timestamptz(3) null, "created_at" timestamptz(3) not null, "mac" text not null, primary key ("id"));`,
    );
    this.addSql(`create index "access_key_owner_id_index" on "access_key" ("owner_id");`);
    this.addSql(`alter table "access_key" add constraint "access_key_token_hash_unique" unique ("token_hash");`);

    this.addSql(
      `alter table "two_factor" add constraint "two_factor_owner_id_foreign" foreign key ("owner_id") references "user_account" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "session" add constraint "session_owner_id_foreign" foreign key ("owner_id") references "user_account" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "recovery_code" add constraint "recovery_code_owner_id_foreign" foreign key ("owner_id") references "user_account" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "recovery_code" add constraint "recovery_code_two_factor_id_foreign" foreign key ("two_factor_id") references "two_factor" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "link" add constraint "link_owner_id_foreign" foreign key ("owner_id") references "user_account" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "identity" add constraint "identity_owner_id_foreign" foreign key ("owner_id") references "user_account" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "idempotency" add constraint "idempotency_owner_id_foreign" foreign key ("owner_id") references "user_account" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "env_project" add constraint "env_project_owner_id_foreign" foreign key ("owner_id") references "user_account" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "env_file" add constraint "env_file_owner_id_foreign" foreign key ("owner_id") references "user_account" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "env_file" add constraint "env_file_project_id_foreign" foreign key ("project_id") references "env_project" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "dek" add constraint "dek_owner_id_foreign" foreign key ("owner_id") references "user_account" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "category" add constraint "category_owner_id_foreign" foreign key ("owner_id") references "user_account" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "entry" add constraint "entry_owner_id_foreign" foreign key ("owner_id") references "user_account" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "entry" add constraint "entry_category_id_foreign" foreign key ("category_id") references "category" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "entry_field" add constraint "entry_field_owner_id_foreign" foreign key ("owner_id") references "user_account" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "entry_field" add constraint "entry_field_entry_id_foreign" foreign key ("entry_id") references "entry" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "access_key" add constraint "access_key_owner_id_foreign" foreign key ("owner_id") references "user_account" ("id") on delete cascade;`,
    );
  }
}
