import { type Filters, matches } from "../../shared/api/amendment-filters";
import { type Pair, pairsOf } from "../../shared/api/amendment-pairs";
import type { ListName } from "../../shared/api/exports";
import type { AmendmentView } from "../../shared/api/views/amendments";
import type { DelegationRow } from "../../shared/api/views/conference";
import type { VersionSummary } from "../../shared/api/views/versions";
import type { VoteView } from "../../shared/api/views/votes";
import type { Language } from "../../shared/text/model";
import type { ConflictKind } from "../../shared/text/patch";
import { readAmendmentList } from "../queries/amendment-list";
import { readAmendments } from "../queries/amendments";
import { readAttachmentNames } from "../queries/attachments";
import { readDelegations } from "../queries/conference";
import { type RecordLine, readWholeRecord } from "../queries/record";
import { readVersions } from "../queries/versions";
import type { Viewer } from "../queries/viewer";
import { readVotes } from "../queries/votes";
import type { Cell, Table } from "./table";

type Columns<T> = ReadonlyArray<{ title: string; width: number; of(row: T): Cell }>;

function tableOf<T>(name: string, columns: Columns<T>, rows: readonly T[]): Table {
  return { name, columns, rows: rows.map((row) => columns.map(({ of }) => of(row))) };
}

/** A code of the program in plain words: `show_of_hands` is "Show of hands", `amendment.submitted` "Amendment submitted". */
function plain(code: string | null): string | null {
  if (code === null) return null;
  const words = code.replaceAll(/[._-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What `plain` would not say as people do. */
const SOURCES: Readonly<Record<string, string>> = {
  "forum-africa": "Regional forum: Africa",
  "forum-arab-states": "Regional forum: Arab States",
  "forum-asia-pacific": "Regional forum: Asia and the Pacific",
  "forum-europe-north-america": "Regional forum: Europe and North America",
  "forum-latin-america-caribbean": "Regional forum: Latin America and the Caribbean",
  "mayors-forum": "Mayors’ forum",
};

/** As the screens call them, where their code says otherwise. */
const STATES: Readonly<Partial<Record<AmendmentView["state"], string>>> = {
  submitted: "Awaiting ruling",
  inadmissible: "Not admissible",
  voting: "Being decided",
  needs_rebase: "Needs redrafting",
};
const stateOf = (state: AmendmentView["state"]) => STATES[state] ?? plain(state);

const COLLISIONS: Readonly<Record<ConflictKind, string>> = {
  same_words: "both change the same words",
  edit_against_delete: "one changes what the other strikes out",
  move_against_move: "both move the same paragraph or the same words",
  structure_against_move: "one moves or inserts where the other splits, joins or moves",
  same_insertion_point: "both insert at the same place",
  kind_against_kind: "both change the kind of the paragraph",
};

const date = (at: string | null): Date | null => (at === null ? null : new Date(at));
const namesOf = (delegations: ReadonlyArray<{ name: { en: string } }>) =>
  delegations.map(({ name }) => name.en).join("; ");

/** As drafters write changes by hand: `[-struck out-]`, `[+put in+]`. */
function changeOf({ redline }: AmendmentView): string {
  return redline
    .map(({ path, spans }) => {
      const words = spans.map(({ op, text }) =>
        op === "same" ? text : op === "insert" ? `[+${text}+]` : `[-${text}-]`,
      );
      return `${path}: ${words.join("")}`;
    })
    .join("\n");
}

function resultOf({ votes }: AmendmentView): string | null {
  const last = votes.at(-1);
  if (!last) return null;
  if (last.state === "so_decided") return "Without a vote";
  return last.tally && `${last.tally.yes}–${last.tally.no}–${last.tally.abstain}`;
}

/** `filesOf`: the names of the files beside an amendment, by its id. */
const amendmentColumns = (filesOf: ReadonlyMap<string, string[]>): Columns<AmendmentView> => [
  { title: "No.", width: 8, of: ({ tag }) => tag },
  { title: "Paragraph", width: 14, of: ({ anchor }) => anchor?.path ?? null },
  { title: "State", width: 16, of: ({ state }) => stateOf(state) },
  { title: "Form", width: 22, of: ({ form }) => plain(form) },
  { title: "Proposed by", width: 22, of: ({ delegation }) => delegation.name.en },
  { title: "Co-sponsors", width: 30, of: ({ sponsors }) => namesOf(sponsors) },
  { title: "Source", width: 22, of: ({ source }) => SOURCES[source] ?? plain(source) },
  { title: "Language", width: 10, of: ({ language }) => language },
  { title: "Change", width: 80, of: changeOf },
  { title: "Rationale", width: 60, of: ({ rationale }) => rationale },
  {
    title: "Collides with",
    width: 16,
    of: ({ collidesWith }) => collidesWith.map(({ tag }) => tag).join(", "),
  },
  {
    title: "Fits the text",
    width: 12,
    of: ({ conflicts }) => (conflicts === null ? null : conflicts.length === 0 ? "Yes" : "No"),
  },
  { title: "Submitted", width: 18, of: ({ submittedAt }) => date(submittedAt) },
  { title: "Vote (yes–no–abstaining)", width: 24, of: resultOf },
  { title: "Attachments", width: 30, of: ({ id }) => filesOf.get(id)?.join("; ") ?? null },
];

const CONFLICTS: Columns<Pair> = [
  { title: "No.", width: 8, of: ({ one }) => one.tag },
  { title: "Proposed by", width: 22, of: ({ one }) => one.delegation.name.en },
  { title: "State", width: 16, of: ({ one }) => stateOf(one.state) },
  { title: "Collides with", width: 12, of: ({ other }) => other.tag },
  { title: "Proposed by", width: 22, of: ({ other }) => other.delegation.name.en },
  { title: "State", width: 16, of: ({ other }) => stateOf(other.state) },
  {
    title: "Where and how",
    width: 50,
    of: ({ places }) => places.map(({ path, kind }) => `${path}: ${COLLISIONS[kind]}`).join("\n"),
  },
];

function aboutOf({ amendment, subject }: VoteView): string {
  return amendment ? amendment.tag : subject === "final" ? "The text as a whole" : (plain(subject) ?? "");
}

const VOTES: Columns<VoteView> = [
  { title: "Question", width: 22, of: aboutOf },
  { title: "Body", width: 22, of: ({ body }) => body.name.en },
  { title: "State", width: 18, of: ({ state }) => plain(state) },
  { title: "Method", width: 18, of: ({ method }) => plain(method) },
  { title: "Majority", width: 18, of: ({ majority }) => plain(majority) },
  { title: "Members", width: 10, of: ({ members }) => members },
  { title: "Present", width: 10, of: ({ present }) => present },
  { title: "Yes", width: 8, of: ({ tally }) => tally?.yes ?? null },
  { title: "No", width: 8, of: ({ tally }) => tally?.no ?? null },
  { title: "Abstaining", width: 10, of: ({ tally }) => tally?.abstain ?? null },
  { title: "Needed", width: 8, of: ({ needed }) => needed },
  { title: "Result", width: 14, of: ({ result }) => plain(result) },
  { title: "Put", width: 18, of: ({ putAt }) => date(putAt) },
  { title: "Decided", width: 18, of: ({ decidedAt }) => date(decidedAt) },
];

/** One row a delegation that has a vote, one column a vote on which its choice is known, or that it took part. */
function ballotsOf(votes: readonly VoteView[], delegations: readonly DelegationRow[]): Table {
  const cast = votes.filter(({ ballots, participants }) => ballots.length + participants.length > 0);
  const columns: Columns<DelegationRow> = [
    { title: "Delegation", width: 30, of: ({ name }) => name.en },
    { title: "Code", width: 8, of: ({ code }) => code },
    ...cast.map((vote) => {
      const choices = new Map(vote.ballots.map(({ delegation, choice }) => [delegation.code, choice]));
      const took = new Set(vote.participants.map(({ code }) => code));
      return {
        title: `${aboutOf(vote)}, ${vote.putAt.slice(0, 16).replace("T", " ")} UTC`,
        width: 18,
        of: ({ code }: DelegationRow) =>
          plain(choices.get(code) ?? null) ?? (took.has(code) ? "Voted" : null),
      };
    }),
  ];
  return tableOf(
    "Votes by delegation",
    columns,
    delegations.filter(({ voting }) => voting),
  );
}

const DELEGATIONS: Columns<DelegationRow> = [
  { title: "Delegation", width: 30, of: ({ name }) => name.en },
  { title: "Code", width: 8, of: ({ code }) => code },
  { title: "Kind", width: 16, of: ({ kind }) => plain(kind) },
  { title: "Region", width: 26, of: ({ region }) => plain(region) },
  { title: "Has a vote", width: 10, of: ({ voting }) => (voting ? "Yes" : "No") },
  { title: "Present in plenary", width: 18, of: ({ presence }) => presentIn(presence.plenary) },
  {
    title: "Present in the drafting committee",
    width: 32,
    of: ({ presence }) => presentIn(presence["drafting-committee"]),
  },
];

const presentIn = (present: boolean | undefined) =>
  present === undefined ? "Not a member" : present ? "Yes" : "No";

const VERSIONS: Columns<VersionSummary> = [
  { title: "Version", width: 8, of: ({ number }) => number },
  { title: "Language", width: 10, of: ({ language }) => language },
  { title: "Label", width: 30, of: ({ label }) => label },
  { title: "Symbol", width: 24, of: ({ symbol }) => symbol },
  { title: "Why", width: 22, of: ({ reason }) => plain(reason) },
  { title: "Amendment", width: 12, of: ({ amendment }) => amendment?.tag ?? null },
  { title: "Published", width: 10, of: ({ published }) => (published ? "Yes" : "No") },
  { title: "Made", width: 18, of: ({ createdAt }) => date(createdAt) },
  { title: "By", width: 26, of: ({ createdBy }) => createdBy },
  { title: "SHA-256", width: 66, of: ({ sha256 }) => sha256 },
];

/** What an entry says in full is in the record itself: a patch fills no cell. */
const RECORD: Columns<RecordLine> = [
  { title: "No.", width: 8, of: ({ seq }) => seq },
  { title: "When", width: 18, of: ({ at }) => date(at) },
  { title: "Who", width: 26, of: ({ actor }) => actor?.name ?? null },
  { title: "Role", width: 22, of: ({ actor }) => plain(actor?.role ?? null) },
  { title: "Delegation", width: 10, of: ({ actor }) => actor?.delegation ?? null },
  { title: "What", width: 30, of: ({ act }) => plain(act) },
  { title: "About", width: 50, of: ({ about }) => about },
  { title: "Hash", width: 66, of: ({ hash }) => hash },
  { title: "Hash of the entry before", width: 66, of: ({ prev }) => prev },
];

/** A list as its reader sees it on screen; null: there is no such instrument. */
export async function readList(
  viewer: Viewer,
  list: ListName,
  { instrument, language, filters }: { instrument: string; language: Language | null; filters: Filters },
): Promise<Table | null> {
  switch (list) {
    case "record":
      return tableOf("Record", RECORD, await readWholeRecord(viewer));
    case "versions": {
      const versions = await readVersions(viewer, instrument, language);
      return versions && tableOf("Versions", VERSIONS, versions);
    }
    case "delegations":
      return tableOf("Delegations", DELEGATIONS, await readDelegations(viewer));
    case "amendments": {
      const amendments = await readAmendments(viewer, instrument);
      const shown = amendments?.filter((one) => one.state !== "draft" && matches(one, filters));
      if (!shown) return null;
      return tableOf("Amendments", amendmentColumns(await readAttachmentNames(viewer, instrument)), shown);
    }
    case "conflicts": {
      const all = (await readAmendmentList(viewer, instrument))?.filter(({ state }) => state !== "draft");
      return all
        ? tableOf(
            "Conflicts",
            CONFLICTS,
            pairsOf(all, (one) => matches(one, filters)),
          )
        : null;
    }
    case "votes": {
      const votes = await readVotes(viewer, instrument);
      return votes && tableOf("Votes", VOTES, votes);
    }
    case "ballots": {
      const votes = await readVotes(viewer, instrument);
      return votes && ballotsOf(votes, await readDelegations(viewer));
    }
  }
}
