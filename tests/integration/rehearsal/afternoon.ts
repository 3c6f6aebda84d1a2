import type { Day } from "../../support/rehearsal/day";
import { generalDebate, rulings, submissions } from "./1-amendments";
import {
  access,
  agreement,
  divisions,
  lostQuorum,
  offices,
  orderOfVoting,
  paidTime,
  planAndBudget,
} from "./2-committee";
import { keyFeatures } from "./3-key-features";
import { adoption, amendments, approval, debate, reconsiderations, translations } from "./4-plenary";
import { bringIn, rejection } from "./5-resolution";
import { report } from "./6-closing";

/** 22 October, from two o’clock to the closing ceremony. */
export async function afternoon(day: Day): Promise<{ report: string }> {
  await generalDebate(day);
  await submissions(day);
  await rulings(day);
  await orderOfVoting(day);
  await paidTime(day);
  await offices(day);
  await planAndBudget(day);
  await access(day);
  await lostQuorum(day);
  await divisions(day);
  await agreement(day);
  await keyFeatures(day);
  await bringIn(day);

  await debate(day);
  await amendments(day);
  await reconsiderations(day);
  await translations(day);
  await adoption(day);
  await approval(day);
  day.instrument = "resolution-on-the-next-conference";
  await rejection(day);
  return { report: await report(day) };
}
