/** Ready phrases (常用语) under a text: a thumb writes slowly. */
export function Phrases({
  label,
  phrases,
  onPick,
}: {
  label: string;
  phrases: readonly string[];
  onPick: (phrase: string) => void;
}) {
  return (
    <ul aria-label={label} className="mt-1.5 flex flex-wrap gap-1.5">
      {phrases.map((phrase) => (
        <li key={phrase}>
          <button
            type="button"
            onClick={() => onPick(phrase)}
            className="min-h-11 rounded-md border border-line bg-sunken px-2.5 text-left text-sm hover:border-line-strong md:min-h-8"
          >
            {phrase.trim()}
          </button>
        </li>
      ))}
    </ul>
  );
}
