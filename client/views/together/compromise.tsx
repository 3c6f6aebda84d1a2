import { useNavigate } from "react-router";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import { useApi, useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { useMe } from "../../app/session";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";

function sponsors(amendment: AmendmentSummary, code: string | undefined): boolean {
  return (
    code !== undefined &&
    (amendment.delegation.code === code || amendment.sponsors.some((one) => one.code === code))
  );
}

/** Begins a text between two amendments; for those who stand behind one of them, while both can still be decided. */
export function Compromise({ pair }: { pair: [AmendmentSummary, AmendmentSummary] }) {
  const { t } = useTranslation("together");
  const { person } = useMe();
  const instrument = useApi("instrument", { instrument: pair[0].instrument });
  const navigate = useNavigate();
  const start = useCommand("start-amendment");
  const [one, other] = pair;
  const mine = person.delegation?.code;
  const isPossible = pair.every(
    ({ state, parent, conflicts }) =>
      ["submitted", "admissible", "open"].includes(state) && parent === null && conflicts?.length === 0,
  );
  if (!isPossible || !pair.some((amendment) => sponsors(amendment, mine))) return null;
  return (
    <Act
      permission={permission(instrument.data?.permissions ?? {}, "propose_amendment")}
      label={t("compromise")}
      tone="primary"
      confirm={{
        title: t("compromiseTitle", { one: one.tag, other: other.tag }),
        body: <p>{t("compromiseBody")}</p>,
        action: t("compromise"),
      }}
      onAct={async () => {
        const begun = await start.mutateAsync({
          instrument: one.instrument,
          language: one.language,
          combines: [one.id, other.id],
        });
        await navigate(
          `/app/${one.instrument}/amendments/${begun.amendment}/edit${one.anchor ? `#${one.anchor.block}` : ""}`,
        );
      }}
    />
  );
}
