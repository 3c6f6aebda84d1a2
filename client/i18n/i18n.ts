import i18next from "i18next";
import { en } from "./en";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: typeof en;
  }
}

/** To be called once, before the first screen. */
export function startI18n(): void {
  void i18next.init({
    lng: "en",
    fallbackLng: "en",
    defaultNS: "common",
    resources: { en },
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  });
}
