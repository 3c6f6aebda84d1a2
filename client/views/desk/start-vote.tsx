import { useId, useState } from "react";
import type { VoteView } from "../../../shared/api/views/votes";
import type { Role } from "../../../shared/rules/people";
import type { Method } from "../../../shared/rules/presets";
import { RIGHTS } from "../../../shared/rules/rights-table";
import { useApi, useCommand } from "../../app/api";
import { notNow, permission } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Act, Reason } from "../../ui/act";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { useToast } from "../../ui/toast";
import "../ballot/ballot.css";

export type Tellers = [string, string];
export const NO_TELLERS: Tellers = ["", ""];

/** Two people who may count; the rights table says who that is. */
export function ChooseTellers({ value, onChange }: { value: Tellers; onChange: (next: Tellers) => void }) {
  const { t } = useTranslation("voting");
  const id = useId();
  const { data = [] } = useApi("people", {});
  const people = data.filter(({ role }) => RIGHTS.count_hands[role as Role] !== undefined);
  return (
    <div className="tellers">
      {([0, 1] as const).map((place) => (
        <div className="field" key={place}>
          <label htmlFor={`${id}-${place}`}>{t("teller", { number: place + 1 })}</label>
          <select
            id={`${id}-${place}`}
            className="input"
            value={value[place]}
            onChange={({ target }) =>
              onChange(place === 0 ? [target.value, value[1]] : [value[0], target.value])
            }
          >
            <option value="">{t("chooseTeller")}</option>
            {people
              .filter((one) => one.id !== value[1 - place])
              .map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                  {one.delegation && ` (${one.delegation.code})`}
                </option>
              ))}
          </select>
        </div>
      ))}
    </div>
  );
}

export function bothChosen([first, second]: Tellers): boolean {
  return first !== "" && second !== "" && first !== second;
}

/** Once a roll-call is asked for, only what names each delegation's vote answers it (Rule R2). */
function possible(vote: VoteView, method: Method): boolean {
  const { requests, requestsNeeded } = vote.rollCall;
  const asked = requests.length >= requestsNeeded;
  if (method === "roll_call") return asked;
  return method === "recorded" || !asked;
}

function Methods(props: { vote: VoteView; value: Method; onChange: (method: Method) => void }) {
  const { vote, value, onChange } = props;
  const { t } = useTranslation("voting");
  const name = useId();
  const { requests, requestsNeeded } = vote.rollCall;
  const asked = requests.length >= requestsNeeded;
  return (
    <fieldset className="methods">
      <legend>{t("method")}</legend>
      {asked && <p className="small">{t("onlyNamed")}</p>}
      {vote.methods.map((method) => {
        const open = possible(vote, method);
        const missing = method === "roll_call" && !open;
        return (
          <label key={method} className="method" data-possible={open}>
            <input
              type="radio"
              name={name}
              disabled={!open}
              checked={value === method}
              onChange={() => onChange(method)}
            />
            <span>
              <strong>{t(method)}</strong>
              <span className="small muted method-hint">
                {t(`${method}Hint`)}
                {missing && (
                  <> {t("roll_callMissing", { count: requestsNeeded, requests: requests.length })}</>
                )}
              </span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

function ChooseMethod({ vote, primary, label }: { vote: VoteView; primary?: boolean; label: string }) {
  const { t } = useTranslation("voting");
  const { t: d } = useTranslation("desk");
  const say = useToast();
  const start = useCommand("start-vote");
  const first = vote.methods.find((method) => possible(vote, method)) ?? "recorded";
  const [chosen, setChosen] = useState<Method | null>(null);
  const [tellers, setTellers] = useState(NO_TELLERS);
  const method = chosen !== null && possible(vote, chosen) ? chosen : first;
  const hands = method === "show_of_hands";
  return (
    <FormDialog
      title={t("anotherTitle")}
      action={t("start")}
      ready={!hands || bothChosen(tellers)}
      onSend={async () => {
        await start.mutateAsync({ vote: vote.id, method, ...(hands ? { tellers } : {}) });
        say(d("startVoteDone"));
      }}
      trigger={
        primary ? (
          <Button tone="primary" size="large">
            {label}
          </Button>
        ) : (
          <Button>{label}</Button>
        )
      }
    >
      <Methods vote={vote} value={method} onChange={setChosen} />
      {hands && <ChooseTellers value={tellers} onChange={setTellers} />}
    </FormDialog>
  );
}

/** The rules' own way at one press, where nothing else has to be said; every way they allow in a small form. */
export function StartVote({ vote, primary = false }: { vote: VoteView; primary?: boolean }) {
  const { t } = useTranslation("desk");
  const { t: v } = useTranslation("voting");
  const say = useToast();
  const start = useCommand("start-vote");
  const may = permission(vote.permissions, "start_vote");
  if (!may.ok) return notNow(may) ? <Reason refused={may} /> : null;
  const [usual] = vote.methods;
  if (usual !== "recorded") return <ChooseMethod vote={vote} primary={primary} label={v("startWith")} />;
  return (
    <>
      <Act
        permission={may}
        label={t("startVote")}
        {...(primary ? { tone: "primary", size: "large" } : {})}
        onAct={async () => {
          await start.mutateAsync({ vote: vote.id, method: usual });
          say(t("startVoteDone"));
        }}
      />
      {vote.methods.length > 1 && <ChooseMethod vote={vote} label={v("another")} />}
    </>
  );
}
