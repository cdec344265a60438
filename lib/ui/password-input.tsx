"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { iconButtonClass } from "./button-class";
import { TextInput } from "./inputs";

/** A password that its owner may look at while typing. */
export function PasswordInput({ showLabel, ...props }: ComponentProps<"input"> & { showLabel: string }) {
  const [isShown, setShown] = useState(false);
  return (
    <span className="relative block">
      <TextInput
        {...props}
        type={isShown ? "text" : "password"}
        className="pr-12 md:pr-10"
        spellCheck={false}
      />
      <button
        type="button"
        aria-label={showLabel}
        aria-pressed={isShown}
        onClick={() => setShown((current) => !current)}
        className={iconButtonClass("absolute right-0 top-0")}
      >
        {isShown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
      </button>
    </span>
  );
}
