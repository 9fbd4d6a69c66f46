import leven from "leven";

/** The three of several words that are spelt most like a given one. */
export function nearest(word: string, words: readonly string[]): string {
    return [...words]
        .sort((a, b) => leven(a, word) - leven(b, word))
        .slice(0, 3)
        .join(", ");
}
