package dev.linewarden.core.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one rule found about one request.
 *
 * @param code null when the rule passes
 * @param enforced false when the rule only observes: the finding is recorded and not acted on
 * @param measured what was measured; null when nothing was. In words only when somebody reads it: a search tries many times, and one of
 *     them is told
 * @param bound what it was held against, in the same unit
 * @param until with DEFER, the earliest time at which this rule lets the request pass; null is held until something
 *     happens
 * @param await with DEFER, what may end the wait before {@code until}, or at all
 */
public record Finding(
        String rule,
        @Nullable Code code,
        Effect effect,
        boolean enforced,
        @Nullable Object measured,
        @Nullable Object bound,
        @Nullable Instant until,
        @Nullable Await await,
        @Nullable String detail) {

    /** The rule has nothing to say. */
    public static Finding pass(String rule) {
        return new Finding(rule, null, Effect.PASS, true, null, null, null, null, null);
    }

    /** The rule measured something, and it is within the limit. */
    public static Finding pass(String rule, Object observed, Object limit) {
        return new Finding(rule, null, Effect.PASS, true, observed, limit, null, null, null);
    }

    /** The rule passes, and says why. */
    public static Finding passBecause(String rule, String detail) {
        return new Finding(rule, null, Effect.PASS, true, null, null, null, null, detail);
    }

    public static Finding advise(String rule, Code code, String detail) {
        return new Finding(rule, code, Effect.ADVISE, true, null, null, null, null, detail);
    }

    public static Finding reject(String rule, Code code, String detail) {
        return new Finding(rule, code, Effect.REJECT, true, null, null, null, null, detail);
    }

    public static Finding deferUntil(String rule, Code code, Instant until, String detail) {
        return new Finding(rule, code, Effect.DEFER, true, null, null, until, null, detail);
    }

    /** Held, with no time: {@code until} something happens. */
    public static Finding hold(String rule, Code code, Await until, String detail) {
        return new Finding(rule, code, Effect.DEFER, true, null, null, null, until, detail);
    }

    /** The same finding, whose wait may end earlier when something happens. */
    public Finding orOnce(Await happens) {
        return new Finding(rule, code, effect, enforced, measured, bound, until, happens, detail);
    }

    /** The same finding with its evidence. */
    public Finding measured(Object observed, Object limit) {
        return new Finding(rule, code, effect, enforced, observed, limit, until, await, detail);
    }

    /** The same finding, recorded and not acted on. */
    public Finding observedOnly() {
        return new Finding(rule, code, effect, false, measured, bound, until, await, detail);
    }

    /** What was measured, in words; null when nothing was. */
    public @Nullable String observed() {
        return measured == null ? null : measured.toString();
    }

    /** What it was held against, in words; null when nothing was measured. */
    public @Nullable String limit() {
        return bound == null ? null : bound.toString();
    }

    /** Whether the rule had nothing to say and nothing to measure: all such findings of a rule are equal. */
    public boolean isPlainPass() {
        return effect == Effect.PASS
                && enforced
                && code == null
                && measured == null
                && bound == null
                && until == null
                && await == null
                && detail == null;
    }

    /** Whether this finding keeps the request from being sent now. */
    public boolean blocks() {
        return enforced && (effect == Effect.DEFER || effect == Effect.REJECT);
    }

    /** Whether this finding defers with no time to wait for. */
    public boolean holds() {
        return enforced && effect == Effect.DEFER && until == null;
    }
}
