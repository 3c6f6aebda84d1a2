import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";

type Toast = { id: number; text: string };
const ToastContext = createContext<(text: string) => void>(() => undefined);

// Long enough to read it twice.
const SHOWN_MS = 6_000;
const SHOWN_MS_A_LETTER = 90;

/** Says that something was done, also to those who hear the screen. */
export function useToast(): (text: string) => void {
  return useContext(ToastContext);
}

export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const next = useRef(0);
  const say = useCallback((text: string) => {
    const id = next.current++;
    // Said again, it stands there once.
    setToasts((shown) => [...shown.filter((one) => one.text !== text).slice(-2), { id, text }]);
    setTimeout(
      () => setToasts((shown) => shown.filter((one) => one.id !== id)),
      Math.max(SHOWN_MS, text.length * SHOWN_MS_A_LETTER),
    );
  }, []);
  const list = useMemo(
    () =>
      toasts.map((one) => (
        <p className="toast" key={one.id}>
          {one.text}
        </p>
      )),
    [toasts],
  );
  return (
    <ToastContext value={say}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {list}
      </div>
    </ToastContext>
  );
}
