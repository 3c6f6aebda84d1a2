import { useNames } from "../../ui/names";

export const CHOICES = ["yes", "no", "abstain"] as const;
export type Choice = (typeof CHOICES)[number];

/** One of the large buttons of a ballot; `chosen`: what stands, or is about to. */
export function ChooseButton({
  choice,
  chosen,
  sending = false,
  busy = false,
  onChoose,
}: {
  choice: Choice;
  chosen: boolean;
  sending?: boolean;
  busy?: boolean;
  onChoose: () => void;
}) {
  const names = useNames();
  return (
    <button
      type="button"
      className="choice"
      aria-pressed={chosen}
      data-sending={sending}
      aria-disabled={busy}
      onClick={onChoose}
    >
      {names.choice(choice)}
      {chosen && <span aria-hidden="true">✓</span>}
    </button>
  );
}
