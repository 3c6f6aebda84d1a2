import { createHmac } from "node:crypto";
import type pg from "pg";

/** Any number that no other use of advisory locks in this program has. */
const LOCK = 5_201_316;

/** The role the application works as, where the database is the embedded one. */
export const APPLICATION_ROLE = "concord_app";

/** The same address for the application's role; its password follows from the owner's, and not the other way round. */
export function applicationUrl(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.password = createHmac("sha256", url.password).update(APPLICATION_ROLE).digest("hex");
  url.username = APPLICATION_ROLE;
  return url.href;
}

/**
 * Lets `role` do what the application does and no more: it owns no table, so it can neither switch off the triggers that
 * keep the record nor, where they stand, change, delete or empty. Said again at each start, for tables that are new.
 * `password`: the role is made, or given it; null: there is one.
 */
export async function grantApplication(owner: pg.Pool, role: string, password: string | null): Promise<void> {
  const client = await owner.connect();
  let failure: Error | undefined;
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [LOCK]);
    const name = client.escapeIdentifier(role);
    if (password !== null) {
      const { rowCount } = await client.query("select 1 from pg_roles where rolname = $1", [role]);
      if (rowCount === 0)
        await client.query(`create role ${name} login password ${client.escapeLiteral(password)}`);
    }
    await client.query(`grant usage on schema public to ${name}`);
    await client.query(`grant select, insert, update, delete on all tables in schema public to ${name}`);
    await client.query(`revoke insert, update, delete on schema_migrations from ${name}`);
    for (const { table, privileges } of await keptTables(client))
      await client.query(`revoke ${privileges} on ${client.escapeIdentifier(table)} from ${name}`);
    await client.query("commit");
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(failure);
  }
}

/** The tables whose triggers refuse a change, and which changes: bits of `tgtype` as Postgres has them. */
async function keptTables(client: pg.PoolClient): Promise<Array<{ table: string; privileges: string }>> {
  const { rows } = await client.query<{ table: string; privileges: string }>(
    `select c.relname as "table",
       concat_ws(', ', case when bit_or(t.tgtype)::int & 8 > 0 then 'delete' end,
         case when bit_or(t.tgtype)::int & 16 > 0 then 'update' end) as privileges
     from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where t.tgfoid = 'refuse_change'::regproc group by c.relname order by c.relname`,
  );
  return rows.filter(({ privileges }) => privileges !== "");
}

/** Whether whoever is connected could change the record although the triggers refuse: as owner of the tables, or by privilege. */
export async function canRewriteRecord(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ can: boolean }>(
    `select pg_has_role(current_user, relowner, 'usage') or has_table_privilege('ledger', 'update, delete, truncate') as can
     from pg_class where oid = 'ledger'::regclass`,
  );
  return rows[0]?.can ?? true;
}
