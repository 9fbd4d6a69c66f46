import type { Control } from "../../control";
import noPlaintextSecret from "./no-plaintext-secret";
import noKnownCredential from "./no-known-credential";

export const secrets: Control[] = [noPlaintextSecret, noKnownCredential];
