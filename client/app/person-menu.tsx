import { DropdownMenu } from "radix-ui";
import { useRef, useState } from "react";
import { countUnsentOf, forgetUnsentOf } from "../collab/unsent-store";
import { useTranslation } from "../i18n/use-translation";
import { forgetKept } from "../offline/kept";
import { Question } from "../ui/dialog";
import { useNames } from "../ui/names";
import { useMe } from "./session";
import { useWords } from "./words";

/** Who is signed in, and the way out: on a shared machine the next person must not vote as the last one. */
export function PersonMenu() {
  const { t } = useTranslation("common");
  const { t: writing } = useTranslation("writing");
  const { person } = useMe();
  const words = useWords();
  const names = useNames();
  const form = useRef<HTMLFormElement>(null);
  const [isAsking, setIsAsking] = useState(false);
  // A browser that gives the page no database has kept nothing, either.
  const signOut = async () => {
    const unsent = await countUnsentOf(person.id).catch(() => 0);
    if (unsent > 0) setIsAsking(true);
    else await leave();
  };
  const leave = async () => {
    await forgetKept().catch(() => undefined);
    form.current?.submit();
  };
  const forget = async () => {
    await forgetUnsentOf(person.id);
    await leave();
  };
  const delegation = person.delegation ? words(person.delegation.name) : null;
  const said = delegation
    ? t("signedInAsOf", { name: person.name, role: names.role(person.role), delegation })
    : t("signedInAs", { name: person.name, role: names.role(person.role) });
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="top-person" aria-label={said}>
        <strong>{person.name}</strong> <span className="muted">{delegation ?? names.role(person.role)}</span>
      </DropdownMenu.Trigger>
      <form ref={form} method="post" action="/api/sign-out" hidden />
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="person-menu" align="end" sideOffset={4}>
          <DropdownMenu.Label className="muted">{said}</DropdownMenu.Label>
          <DropdownMenu.Item className="person-menu-item" onSelect={() => void signOut()}>
            {t("signOut")}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
      <Question
        open={isAsking}
        title={writing("signOutTitle")}
        body={<p>{writing("signOutBody")}</p>}
        stay={t("cancel")}
        go={writing("signOutGo")}
        onStay={() => setIsAsking(false)}
        onGo={() => void forget()}
      />
    </DropdownMenu.Root>
  );
}
