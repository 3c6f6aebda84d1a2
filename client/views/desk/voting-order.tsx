import { type DragEvent, useState } from "react";
import { Link } from "react-router";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Act, Label } from "../../ui/act";
import { Button } from "../../ui/button";
import { moved } from "../../ui/moved";
import { RuleMark } from "../../ui/notice";
import { useToast } from "../../ui/toast";
import { Proponent } from "../tracker/amendment-rows";
import { DistanceLine, ExcludesLine, HowMeasured } from "../tracker/distance";

/** The order the screen begins with: the confirmed one as far as it still holds, then what the rules suggest. */
function startingOrder({ confirmed, suggested }: InstrumentView["votingOrder"]): string[] {
  const open = suggested.map(({ amendment }) => amendment);
  const kept = (confirmed ?? []).filter((id) => open.includes(id));
  return [...kept, ...open.filter((id) => !kept.includes(id))];
}

export type ShownOrder = { order: string[]; move: (at: number, to: number) => void; forget: () => void };

/** The order on the screen, with what the chair has moved and not yet confirmed. */
export function useShownOrder({ votingOrder }: InstrumentView): ShownOrder {
  const [changed, setChanged] = useState<string[] | null>(null);
  const start = startingOrder(votingOrder);
  // What was moved holds as long as the same amendments are open.
  const order =
    changed && changed.length === start.length && start.every((id) => changed.includes(id)) ? changed : start;
  return {
    order,
    move: (at, to) => setChanged(moved(order, at, to)),
    forget: () => setChanged(null),
  };
}

/** The chair's word for the order on the screen (Rule A4). */
export function ConfirmOrder({
  instrument,
  shown,
  primary,
}: {
  instrument: InstrumentView;
  shown: ShownOrder;
  primary: boolean;
}) {
  const { t } = useTranslation("desk");
  const say = useToast();
  const confirm = useCommand("confirm-order");
  return (
    <Act
      permission={permission(instrument.permissions, "confirm_order")}
      label={t("orderConfirm")}
      tone={primary ? "primary" : undefined}
      onAct={async () => {
        await confirm.mutateAsync({ instrument: instrument.slug, order: shown.order });
        shown.forget();
        say(t("orderDone"));
      }}
    />
  );
}

type VotingOrderProps = {
  instrument: InstrumentView;
  amendments: AmendmentSummary[];
  shown: ShownOrder;
  /** To confirm it is the next step, whose button stands above. */
  isNext: boolean;
};

/** In which order open amendments are put: the chair moves them and confirms (Rule A4). One alone needs none. */
export function VotingOrder({ instrument, amendments, shown, isNext }: VotingOrderProps) {
  const { t } = useTranslation("desk");
  const { t: tt } = useTranslation("together");
  const { order, move } = shown;
  const [dragged, setDragged] = useState<string | null>(null);
  const follow = (event: DragEvent<HTMLElement>, at: number) => {
    if (dragged === null) return;
    event.preventDefault();
    const from = order.indexOf(dragged);
    const { top, height } = event.currentTarget.getBoundingClientRect();
    const past = event.clientY - (top + height / 2);
    // Past its middle: a row that is higher than the dragged one comes back under the pointer, and would go to and fro.
    if (from < at ? past >= -1 : from > at && past <= 1) move(from, at);
  };
  const { votingOrder } = instrument;
  const start = startingOrder(votingOrder);
  const may = permission(instrument.permissions, "confirm_order");
  if (order.length < 2 || !may.ok || instrument.question) return null;
  const isConfirmed = votingOrder.next !== null && order.every((id, at) => id === start[at]);
  return (
    <section className="stack desk-order" aria-labelledby="voting-order">
      <h2 id="voting-order">{t("order")}</h2>
      <p className="small muted">
        {t(isConfirmed ? "orderConfirmed" : "orderHint")} <RuleMark rule={isConfirmed ? "A4" : "A3"} />
      </p>
      {!isConfirmed && !isNext && (
        <div className="row">
          <ConfirmOrder instrument={instrument} shown={shown} primary={votingOrder.next !== null} />
        </div>
      )}
      <HowMeasured />
      <ol>
        {order.map((id, at) => {
          const amendment = amendments.find((one) => one.id === id);
          if (!amendment) return null;
          return (
            <li
              key={id}
              draggable
              data-dragged={dragged === id || undefined}
              onDragStart={(event) => {
                // Firefox drags nothing that carries no data.
                event.dataTransfer.setData("text/plain", amendment.tag);
                event.dataTransfer.effectAllowed = "move";
                setDragged(id);
              }}
              onDragEnter={(event) => follow(event, at)}
              onDragOver={(event) => follow(event, at)}
              onDrop={(event) => follow(event, at)}
              onDragEnd={() => setDragged(null)}
            >
              <span className="desk-grip" aria-hidden="true">
                ⠿
              </span>
              <span className="num">{at + 1}.</span>
              <Link className="num desk-tag" to={`/app/${instrument.slug}/amendments/${id}`}>
                {amendment.tag}
              </Link>
              <span className="num">{amendment.anchor?.path}</span>
              {amendment.parent && (
                <span className="muted">{tt("amendsShort", { tag: amendment.parent.tag })}</span>
              )}
              <Proponent amendment={amendment} />
              <span className="desk-order-acts">
                <Button aria-disabled={at === 0} onClick={() => at > 0 && move(at, at - 1)}>
                  <Label text={t("orderUp")} about={amendment.tag} />
                </Button>
                <Button
                  aria-disabled={at === order.length - 1}
                  onClick={() => at < order.length - 1 && move(at, at + 1)}
                >
                  <Label text={t("orderDown")} about={amendment.tag} />
                </Button>
              </span>
              <span className="small muted desk-order-why">
                {amendment.distance && <DistanceLine distance={amendment.distance} />}
                <ExcludesLine amendment={amendment} />
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
