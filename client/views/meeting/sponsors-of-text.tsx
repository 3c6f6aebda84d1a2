import { useState } from "react";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { useApi, useCommand } from "../../app/api";
import { allowed, permission } from "../../app/permissions";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { useToast } from "../../ui/toast";
import { SponsorPicker } from "../invitations/sponsor-picker";

/** Who brings the text before the body (Rule W4). */
export function TextSponsors({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("meeting");
  const words = useWords();
  const { committee, delegations } = instrument.sponsors;
  const who = [...(committee ? [t("theCommittee")] : []), ...delegations.map(({ name }) => words(name))];
  return (
    <div className="stack">
      <p className="small">{t("broughtBy", { who: who.join(", ") })}</p>
      <div className="row">
        <NameSponsors instrument={instrument} />
        <WithdrawText instrument={instrument} />
      </div>
    </div>
  );
}

function NameSponsors({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("meeting");
  const say = useToast();
  const name = useCommand("name-sponsors");
  const { data = [] } = useApi("delegations", {});
  const { sponsors } = instrument;
  const [committee, setCommittee] = useState(sponsors.committee);
  const [chosen, setChosen] = useState(sponsors.delegations.map(({ code }) => code));
  if (!allowed(instrument.permissions, "name_sponsors")) return null;
  return (
    <FormDialog
      title={t("nameSponsorsTitle")}
      action={t("nameSponsorsAction")}
      ready={committee || chosen.length > 0}
      trigger={<Button>{t("nameSponsors")}</Button>}
      onSend={async () => {
        await name.mutateAsync({ instrument: instrument.slug, committee, delegations: chosen });
        say(t("sponsorsNamed"));
      }}
    >
      <label className="sponsor">
        <input type="checkbox" checked={committee} onChange={(event) => setCommittee(event.target.checked)} />
        {t("committeeBrings")}
      </label>
      <SponsorPicker
        delegations={data.filter(({ voting }) => voting)}
        chosen={chosen}
        onChange={setChosen}
        help={t("sponsorsHelp")}
      />
    </FormDialog>
  );
}

function WithdrawText({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("meeting");
  const say = useToast();
  const withdraw = useCommand("withdraw-text");
  const may = permission(instrument.permissions, "withdraw_text");
  // Whose text it is, is asked last: at another stage everybody would be told that it is too early or too late.
  if (!may.ok && may.code === "wrong_stage") return null;
  return (
    <Act
      permission={may}
      label={t("withdrawText")}
      tone="danger"
      confirm={{
        title: t("withdrawTextTitle"),
        body: <p>{t("withdrawTextBody")}</p>,
        action: t("withdrawText"),
      }}
      onAct={async () => {
        await withdraw.mutateAsync({ instrument: instrument.slug });
        say(t("textWithdrawn"));
      }}
    />
  );
}
