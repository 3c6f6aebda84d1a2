import { Switch, ToggleGroup } from "radix-ui";
import { useId, useState } from "react";
import type { ConferenceView, DelegationRow } from "../../../shared/api/views/conference";
import { useApi, useCommand } from "../../app/api";
import { useMe } from "../../app/session";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Await } from "../../ui/await";
import { Downloads } from "../../ui/downloads";
import { useNames } from "../../ui/names";
import { ErrorNotice, Notice } from "../../ui/notice";
import { PageTitle } from "../../ui/page-title";
import { ChallengeCredentials, Credentials } from "./credentials";
import "./presence.css";

type BodySlug = "plenary" | "drafting-committee";
type Show = "all" | "present" | "absent";

function plain(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

function Delegation(props: {
  conference: ConferenceView;
  row: DelegationRow;
  body: BodySlug;
  bodyName: string;
  onError: (error: unknown) => void;
}) {
  const { conference, row, body, bodyName, onError } = props;
  const { t } = useTranslation("presence");
  const words = useWords();
  const names = useNames();
  const record = useCommand("record-presence");
  const { person } = useMe();
  const present = row.presence[body] === true;
  // Until the list is read again the switch shows what was asked for, so that a quick hand is not answered late.
  const shown = record.isPending ? record.variables.present : present;
  const change = async (next: boolean) => {
    onError(null);
    try {
      await record.mutateAsync({ body, delegation: row.code, present: next });
    } catch (failure) {
      onError(failure);
    }
  };
  return (
    <li className="presence-item">
      <span>
        {words(row.name)}
        <span className="muted small presence-note">
          {row.kind === "member_state" ? names.region(row.region) : names.kind(row.kind)}
          {!row.voting && <> · {t("nonVoting")}</>}
        </span>
        <Credentials conference={conference} row={row} />
      </span>
      <span className="presence-state" aria-hidden="true">
        {row.voting && !row.seated ? t("noSeat") : t(shown ? "present" : "absent")}
      </span>
      <Switch.Root
        className="switch"
        checked={shown}
        disabled={person.role !== "secretariat" || !row.seated}
        aria-label={t("toggle", { delegation: words(row.name), body: bodyName })}
        onCheckedChange={(next) => void change(next)}
      >
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
    </li>
  );
}

function PresenceOf({
  conference,
  delegations,
}: {
  conference: ConferenceView;
  delegations: DelegationRow[];
}) {
  const { t } = useTranslation("presence");
  const { t: m } = useTranslation("meeting");
  const words = useWords();
  const { person } = useMe();
  const searchId = useId();
  const [body, setBody] = useState<BodySlug>("plenary");
  const [show, setShow] = useState<Show>("all");
  const [wanted, setWanted] = useState("");
  const [error, setError] = useState<unknown>(null);

  const seat = conference.bodies.find(({ slug }) => slug === body);
  const bodyName = seat ? words(seat.name) : body;
  const members = delegations.filter((row) => body in row.presence);
  const voting = members.filter((row) => row.seated);
  const unaccepted = members.filter((row) => row.voting && row.credentials !== "accepted").length;
  const presentCount = voting.filter((row) => row.presence[body]).length;
  const shown = members
    .filter((row) => show === "all" || row.presence[body] === (show === "present"))
    .filter((row) => plain(`${words(row.name)} ${row.name.en} ${row.code}`).includes(plain(wanted.trim())))
    .sort((a, b) => words(a.name).localeCompare(words(b.name)));
  return (
    <>
      <div className="presence-tools">
        <ToggleGroup.Root
          className="toggle"
          type="single"
          aria-label={t("body")}
          value={body}
          onValueChange={(value) => value && setBody(value as BodySlug)}
        >
          {conference.bodies.map((one) => (
            <ToggleGroup.Item key={one.slug} value={one.slug}>
              {words(one.name)}
            </ToggleGroup.Item>
          ))}
        </ToggleGroup.Root>
        <div className="field presence-search">
          <label htmlFor={searchId}>{t("search")}</label>
          <input
            id={searchId}
            className="input"
            type="search"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
        </div>
        <ToggleGroup.Root
          className="toggle"
          type="single"
          aria-label={t("show")}
          value={show}
          onValueChange={(value) => value && setShow(value as Show)}
        >
          <ToggleGroup.Item value="all">{t("all")}</ToggleGroup.Item>
          <ToggleGroup.Item value="present">{t("onlyPresent")}</ToggleGroup.Item>
          <ToggleGroup.Item value="absent">{t("onlyAbsent")}</ToggleGroup.Item>
        </ToggleGroup.Root>
      </div>
      <p className="presence-summary num" role="status">
        {t("summary", { present: presentCount, members: voting.length })}
      </p>
      <p className="small muted">
        {unaccepted > 0 ? m("credentialsNote", { count: unaccepted }) : m("credentialsAll")}
      </p>
      {person.role !== "secretariat" && (
        <Notice>
          <p>{t("readOnly")}</p>
        </Notice>
      )}
      <ChallengeCredentials conference={conference} delegations={delegations} />
      <ErrorNotice error={error} />
      {shown.length === 0 && <p className="muted">{t("nothing")}</p>}
      <ul className="presence-list">
        {shown.map((row) => (
          <Delegation
            key={row.code}
            conference={conference}
            row={row}
            body={body}
            bodyName={bodyName}
            onError={setError}
          />
        ))}
      </ul>
    </>
  );
}

/** Who is in the room, body by body: from it every quorum is counted (Rules Q1 to Q5). */
export function Presence() {
  const { t } = useTranslation("presence");
  const conference = useApi("conference", {});
  const delegations = useApi("delegations", {});
  return (
    <div className="page presence">
      <PageTitle parts={[t("title")]} />
      <h1>{t("title")}</h1>
      <Downloads list="delegations" />
      <Await of={conference}>
        {(data) => (
          <Await of={delegations}>{(rows) => <PresenceOf conference={data} delegations={rows} />}</Await>
        )}
      </Await>
    </div>
  );
}
