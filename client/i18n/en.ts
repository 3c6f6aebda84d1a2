import { amendment, tracker } from "./en-amendments";
import { comments } from "./en-comments";
import { common, errors, names, signedOut } from "./en-common";
import { conference, instrument, languages } from "./en-conference";
import { ballot, desk } from "./en-desk";
import { drafting } from "./en-drafting";
import { floor } from "./en-floor";
import { forYou } from "./en-for-you";
import { importAmendments } from "./en-import-amendments";
import { imports } from "./en-imports";

import { invitations } from "./en-invitations";
import { lists } from "./en-lists";
import { meeting } from "./en-meeting";
import { presence, record, versions } from "./en-record";
import { reports } from "./en-reports";
import { rules } from "./en-rules";
import { together } from "./en-together";
import { verify } from "./en-verify";
import { voting } from "./en-voting";
import { writing } from "./en-writing";

/** Every word of the interface, one namespace a screen. Another language is another file of this shape. */
export const en = {
  amendment,
  ballot,
  comments,
  common,
  conference,
  desk,
  drafting,
  errors,
  floor,
  forYou,
  importAmendments,
  imports,
  instrument,
  invitations,
  languages,
  meeting,
  lists,
  names,
  presence,
  record,
  reports,
  rules,
  signedOut,
  together,
  tracker,
  verify,
  versions,
  voting,
  writing,
} as const;
