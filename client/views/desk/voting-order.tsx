import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { AmendmentView, InstrumentView } from "../../../shared/api/views";
import { useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { Act, Label } from "../../ui/act";
import { Button } from "../../ui/button";
import { RuleMark } from "../../ui/notice";
import { useToast } from "../../ui/toast";
import { Proponent } from "../tracker/amendment-rows";

/** The order the screen begins with: the confirmed one as far as it still holds, then what the rules suggest. */
function startingOrder({ confirmed, suggested }: InstrumentView["votingOrder"]): string[] {
  const open = suggested.map(({ amendment }) => amendment);
  const kept = (confirmed ?? []).filter((id) => open.includes(id));
  return [...kept, ...open.filter((id) => !kept.includes(id))];
}

function swapped(order: string[], at: number, to: number): string[] {
  const next = [...order];
  [next[at], next[to]] = [next[to] as string, next[at] as string];
  return next;
}

type VotingOrderProps = { instrument: InstrumentView; amendments: AmendmentView[] };

/** In which order open amendments are put: the chair moves them and confirms (Rule A4). One alone needs none. */
export function VotingOrder({ instrument, amendments }: VotingOrderProps) {
  const { t } = useTranslation("desk");
  const say = useToast();
  const confirm = useCommand("confirm-order");
  const [moved, setMoved] = useState<string[] | null>(null);
  const { votingOrder } = instrument;
  const start = startingOrder(votingOrder);
  // What was moved holds as long as the same amendments are open.
  const order =
    moved && moved.length === start.length && start.every((id) => moved.includes(id)) ? moved : start;
  const may = permission(instrument.permissions, "confirm_order");
  if (order.length < 2 || !may.ok || instrument.question) return null;
  const isConfirmed = votingOrder.next !== null && order.every((id, at) => id === start[at]);
  return (
    <section className="stack desk-order" aria-labelledby="voting-order">
      <h2 id="voting-order">{t("order")}</h2>
      <p className="small muted">
        {t(isConfirmed ? "orderConfirmed" : "orderHint")} <RuleMark rule={isConfirmed ? "A4" : "A3"} />
      </p>
      <ol>
        {order.map((id, at) => {
          const amendment = amendments.find((one) => one.id === id);
          if (!amendment) return null;
          return (
            <li key={id}>
              <span className="num">{at + 1}.</span>
              <Link className="num desk-tag" to={`/app/${instrument.slug}/amendments/${id}`}>
                {amendment.tag}
              </Link>
              <span className="num">{amendment.anchor?.path}</span>
              <Proponent amendment={amendment} />
              <span className="desk-order-acts">
                <Button
                  aria-disabled={at === 0}
                  onClick={() => at > 0 && setMoved(swapped(order, at, at - 1))}
                >
                  <Label text={t("orderUp")} about={amendment.tag} />
                </Button>
                <Button
                  aria-disabled={at === order.length - 1}
                  onClick={() => at < order.length - 1 && setMoved(swapped(order, at, at + 1))}
                >
                  <Label text={t("orderDown")} about={amendment.tag} />
                </Button>
              </span>
            </li>
          );
        })}
      </ol>
      <div className="row">
        <Act
          permission={may}
          label={t("orderConfirm")}
          tone={isConfirmed ? undefined : "primary"}
          onAct={async () => {
            await confirm.mutateAsync({ instrument: instrument.slug, order });
            setMoved(null);
            say(t("orderDone"));
          }}
        />
      </div>
    </section>
  );
}
