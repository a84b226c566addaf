import type { Migration } from '../../vault/types'

/**
 * The tables of the vault, step by step. A landed step is never edited: later needs are later steps. A
 * vault of every version is kept among the tests and opened by them (test/fixtures/vaults).
 */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    statements: [
      // One JSON value per key: settings, environment, highest time seen, machine id.
      'create table meta (key text primary key, value text not null) without rowid',
      `create table operators (
        operator_id text primary key, name text not null, role text not null, created_at integer not null
      ) without rowid`,
      `create table users (
        user_id text primary key, name text not null, email text unique, phone text unique,
        external_id text unique, notes text not null, status text not null,
        created_at integer not null, updated_at integer not null, last_accepted_at integer
      ) without rowid`,
      // `secret` is raw bytes; it is set to null when the totp can no longer be used or diagnosed.
      // `last_step` is the high-water mark: no step at or below it is ever accepted again.
      `create table totps (
        totp_id text primary key, user_id text not null references users(user_id), status text not null,
        secret blob, algorithm text not null, digits integer not null, period integer not null, label text,
        created_at integer not null, expires_at integer not null, activated_at integer,
        verified_again_at integer, handed_over_at integer, ended_at integer,
        identity_kind text, identity_reference text, checked_by text not null, interaction text not null,
        last_step integer not null, drift_min real, drift_max real, drift_samples integer not null
      ) without rowid`,
      'create index totps_by_user on totps (user_id, created_at)',
      "create unique index one_live_totp on totps (user_id) where status in ('pending', 'active')",
      // A counter per scope (a user id or a totp id) and factor (code, recovery or pass). `streak` counts
      // on through locks that end by themselves; `failures` starts anew after each.
      `create table throttles (
        scope text not null, factor text not null, failures integer not null,
        streak integer not null default 0, wait_until integer, locked_until integer,
        primary key (scope, factor)
      ) without rowid`,
      `create table recovery_sets (
        set_id text primary key, user_id text not null references users(user_id), fingerprint text not null,
        created_at integer not null, last_used_at integer
      ) without rowid`,
      'create unique index one_recovery_set on recovery_sets (user_id)',
      // `readable` holds the code itself only under the setting that the Stytch call needs.
      `create table recovery_codes (
        code_id text primary key, set_id text not null references recovery_sets(set_id), position integer not null,
        hash text not null, readable text, spent_at integer
      ) without rowid`,
      'create unique index recovery_code_position on recovery_codes (set_id, position)',
      `create table passes (
        pass_id text primary key, user_id text not null references users(user_id), hash text not null,
        issued_at integer not null, expires_at integer not null, issued_by text not null, reason text not null,
        identity_kind text not null, identity_reference text
      ) without rowid`,
      'create unique index one_pass on passes (user_id)',
      // `line` is the canonical JSON of the event; the other columns exist to find it.
      `create table audit_events (
        seq integer primary key, time_ms integer not null, action text not null, severity text not null,
        outcome text not null, channel text not null, operator_id text, subject_id text, interaction text not null,
        line text not null
      )`,
      'create index audit_by_subject on audit_events (subject_id, seq)',
      'create index audit_by_time on audit_events (time_ms)',
      'create index audit_by_action on audit_events (action, seq)',
      // One row: the number of leaves and the hashes of the full subtrees to the right, as hex JSON.
      'create table audit_tree (id integer primary key check (id = 1), size integer not null, frontier text not null)',
    ],
  },
  {
    version: 2,
    statements: [
      // What the Stytch-compatible API keeps of a user beside the desk's own fields; JSON or null.
      'alter table users add column name_parts text',
      'alter table users add column trusted_metadata text',
      'alter table users add column untrusted_metadata text',
      'alter table users add column as_pending integer not null default 0',
      `create table sessions (
        session_id text primary key, user_id text not null references users(user_id), channel text not null,
        started_at integer not null, last_accessed_at integer not null, expires_at integer not null,
        revoked_at integer, custom_claims text not null
      ) without rowid`,
      'create index sessions_by_user on sessions (user_id, started_at)',
      'create index sessions_by_start on sessions (started_at, session_id)',
      // A token itself is never stored: `hash` is its SHA-256. `first` marks the one the session began with.
      `create table session_tokens (
        hash text primary key, session_id text not null references sessions(session_id),
        first integer not null, made_at integer not null
      ) without rowid`,
      'create index session_tokens_by_session on session_tokens (session_id, made_at)',
      `create table session_factors (
        session_id text not null references sessions(session_id), kind text not null, object_id text not null,
        first_at integer not null, last_at integer not null, primary key (session_id, kind, object_id)
      ) without rowid`,
      // `private_jwk` is null once the key has been followed by another: it never signs again.
      `create table session_keys (
        kid text primary key, public_jwk text not null, private_jwk text, made_at integer not null,
        retired_at integer
      ) without rowid`,
    ],
  },
  {
    version: 3,
    statements: [
      // What a machine knows of its own clock, a row for each; before, one row of `meta` was for all.
      `create table machines (
        machine_id text primary key, computer text unique, highest_seen real not null, back_by real, time_zone text
      ) without rowid`,
      // The first machine to open the vault again takes this row over.
      `insert into machines (machine_id, computer, highest_seen, back_by, time_zone)
       select json_extract(machine.value, '$'), null, coalesce(json_extract(clock.value, '$.highest'), 0),
         json_extract(clock.value, '$.backBy'), json_extract(clock.value, '$.zone')
       from meta machine left join meta clock on clock.key = 'clock' where machine.key = 'machine'`,
      "delete from meta where key in ('machine', 'clock')",
      // Step 1 was once edited after it had landed: vaults from before have no `streak`. Where the column
      // is missing, the name means the one of the outer query, which counts from the failures.
      `create table counters (
        scope text not null, factor text not null, failures integer not null, streak integer not null,
        wait_until integer, locked_until integer, primary key (scope, factor)
      ) without rowid`,
      `insert into counters (scope, factor, failures, streak, wait_until, locked_until)
       select scope, factor, failures,
         (select streak from throttles t where t.scope = old.scope and t.factor = old.factor),
         wait_until, locked_until
       from (select scope, factor, failures, wait_until, locked_until, failures as streak from throttles) old`,
      'drop table throttles',
      'alter table counters rename to throttles',
    ],
  },
  {
    version: 4,
    statements: [
      `create table steps_used_ahead (
        totp_id text not null references totps(totp_id), step integer not null, primary key (totp_id, step)
      ) without rowid`,
    ],
  },
]
