package dev.linewarden.policy;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Calendar;
import dev.linewarden.policy.Tendency.Night;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where two policies differ, key by key, defaults included: what is not given has the value that holds without it. A weekday's
 * hours are one key; what a region or a weekday only takes over from the general hours is no difference of its own.
 */
public final class PolicyDiff {

    private static final String EACH_DAY = "lower each day";
    private static final Pattern OF_CALENDAR =
            Pattern.compile("quiet-hours\\.(?:regions\\.([^.]+)\\.)?(?:(from|to|holidays)|days\\.([A-Z]+)(?:\\..*)?)");

    private final Side first;
    private final Side second;

    /**
     * A key whose value is another.
     *
     * @param first as the first policy has it, given or not
     * @param tendency of the second, seen from the first
     * @param neither why no way of this key is stricter; null for a key of which one is
     */
    public record Difference(
            String key,
            String first,
            String second,
            Tendency tendency,
            @Nullable String neither) {}

    private record Side(Policy policy, Map<String, String> values) {

        static Side of(PolicyYaml.Result read) {
            Map<String, String> values = new LinkedHashMap<>();
            read.settings().forEach(setting -> values.put(keyOf(setting.key()), setting.value()));
            return new Side(read.policy(), values);
        }

        /** The hours of a weekday are one key. */
        private static String keyOf(String key) {
            Matcher hours = OF_CALENDAR.matcher(key);
            return hours.matches() && hours.group(3) != null ? key.replaceFirst("\\.(from|to)$", "") : key;
        }

        Calendar calendar(@Nullable String region) {
            if (region == null) {
                return policy.quietHours().general();
            }
            Calendar own = policy.quietHours().regions().get(region);
            return own == null ? inherited(region) : own;
        }

        /** What holds where the region says nothing. */
        Calendar inherited(String region) {
            int part = region.indexOf('-');
            Calendar country = part < 0 ? null : policy.quietHours().regions().get(region.substring(0, part));
            return country == null ? policy.quietHours().general() : country;
        }
    }

    private PolicyDiff(Side first, Side second) {
        this.first = first;
        this.second = second;
    }

    /** The differences, section by section in the order of the reference. Both have to be policies. */
    public static List<Difference> of(PolicyYaml.Result first, PolicyYaml.Result second) {
        return new PolicyDiff(Side.of(first), Side.of(second)).differences();
    }

    private List<Difference> differences() {
        List<Difference> differences = new ArrayList<>();
        for (String key : keys()) {
            Matcher ofCalendar = OF_CALENDAR.matcher(key);
            Difference difference = ofCalendar.matches()
                    ? ofCalendar(key, ofCalendar.group(1), ofCalendar.group(2), ofCalendar.group(3))
                    : ofValue(key);
            if (difference != null) {
                differences.add(difference);
            }
        }
        return differences;
    }

    /** All keys of both, those of one section together. */
    private Collection<String> keys() {
        Map<String, Set<String>> sections = new LinkedHashMap<>();
        for (Side side : List.of(first, second)) {
            side.values().keySet().forEach(key -> sections.computeIfAbsent(
                            key.replaceFirst("\\..*", ""), section -> new LinkedHashSet<>())
                    .add(key));
        }
        Set<String> keys = new LinkedHashSet<>();
        sections.values().forEach(keys::addAll);
        return keys;
    }

    private @Nullable Difference ofValue(String key) {
        String from = ordered(key, first.values().getOrDefault(key, ""));
        String to = ordered(key, second.values().getOrDefault(key, ""));
        if (from.equals(to)) {
            return null;
        }
        String stricter = PolicyKeys.stricter(key);
        Tendency tendency = stricter == null
                ? Tendency.NEITHER
                : stricter.equals(EACH_DAY) ? ofRamps() : Tendency.of(stricter, from, to);
        return new Difference(key, from, to, tendency, PolicyKeys.neither(key));
    }

    /** The order of words and purposes says nothing. */
    private static String ordered(String key, String value) {
        String stricter = PolicyKeys.stricter(key);
        return "more".equals(stricter) || "fewer".equals(stricter)
                ? Tendency.items(value).stream().sorted().toList().toString()
                : value;
    }

    /** Day by day, under the full limit of either: no day of a ramp may do more than that. */
    private Tendency ofRamps() {
        Policy.NewConversations from = first.policy().newConversations();
        Policy.NewConversations to = second.policy().newConversations();
        int days = Math.max(from.warmUp().size(), to.warmUp().size());
        List<Tendency> each = new ArrayList<>();
        for (int limit : List.of(from.limit(), to.limit())) {
            for (int day = 1; day <= days; day++) {
                each.add(Tendency.by(Integer.compare(onDay(from, limit, day), onDay(to, limit, day))));
            }
        }
        return Tendency.both(each);
    }

    private static int onDay(Policy.NewConversations ramp, int limit, int day) {
        return new Policy.NewConversations(limit, ramp.zone(), ramp.over(), ramp.warmUp()).limitOnDay(day);
    }

    private @Nullable Difference ofCalendar(
            String key, @Nullable String region, @Nullable String field, @Nullable String weekday) {
        Calendar from = first.calendar(region);
        Calendar to = second.calendar(region);
        String before = text(from, field, weekday);
        String after = text(to, field, weekday);
        if (before.equals(after) || isTakenOver(region, field, weekday, before, after)) {
            return null;
        }
        Tendency tendency =
                "holidays".equals(field) ? Tendency.of("more", before, after) : ofHours(region, field, weekday);
        return new Difference(key, before, after, tendency, null);
    }

    /** Both weekdays say the same, or both regions only have what is said above them: there the difference is listed. */
    private boolean isTakenOver(
            @Nullable String region, @Nullable String field, @Nullable String weekday, String before, String after) {
        if (weekday != null && isSame(field, weekday, first.calendar(region), second.calendar(region))) {
            return true;
        }
        return region != null
                && before.equals(text(first.inherited(region), field, weekday))
                && after.equals(text(second.inherited(region), field, weekday));
    }

    private static String text(Calendar calendar, @Nullable String field, @Nullable String weekday) {
        if (weekday != null) {
            DayOfWeek day = DayOfWeek.valueOf(weekday);
            return calendar.isClosed(day) ? "closed" : calendar.from(day) + "-" + calendar.to(day);
        }
        if ("holidays".equals(field)) {
            return calendar.holidays().stream().sorted().toList().toString();
        }
        return Spelling.of("from".equals(field) ? calendar.from() : calendar.to());
    }

    /**
     * Of hours, in every region that takes them over, and on every weekday that may: a night that falls earlier may turn the
     * short one of a Sunday into a long one.
     */
    private Tendency ofHours(@Nullable String region, @Nullable String field, @Nullable String weekday) {
        List<Tendency> all = new ArrayList<>(ofDays(field, weekday, first.calendar(region), second.calendar(region)));
        if (region == null) {
            for (Side side : List.of(first, second)) {
                for (String below : side.policy().quietHours().regions().keySet()) {
                    Calendar from = first.calendar(below);
                    Calendar to = second.calendar(below);
                    boolean takesOver = isSame(field, weekday, from, first.calendar(null))
                            && isSame(field, weekday, to, second.calendar(null));
                    all.addAll(takesOver ? ofDays(field, weekday, from, to) : List.of());
                }
            }
        }
        return Tendency.both(all);
    }

    /** Whether both say the same of the key itself, whatever comes of it beside others. */
    private static boolean isSame(@Nullable String field, @Nullable String weekday, Calendar one, Calendar other) {
        if (weekday != null) {
            DayOfWeek day = DayOfWeek.valueOf(weekday);
            return Objects.equals(one.days().get(day), other.days().get(day));
        }
        return "from".equals(field) ? one.from().equals(other.from()) : one.to().equals(other.to());
    }

    private static List<Tendency> ofDays(@Nullable String field, @Nullable String weekday, Calendar from, Calendar to) {
        return weekday == null
                ? Stream.of(DayOfWeek.values())
                        .map(day -> ofDay(field, day, from, to))
                        .toList()
                : List.of(ofDay(null, DayOfWeek.valueOf(weekday), from, to));
    }

    /** Of a weekday's night: of its beginning or its end; without a field of both, and of whether anybody is awake. */
    private static Tendency ofDay(@Nullable String field, DayOfWeek day, Calendar from, Calendar to) {
        if (from.isClosed(day) || to.isClosed(day)) {
            return field == null
                    ? Tendency.by(Boolean.compare(to.isClosed(day), from.isClosed(day)))
                    : Tendency.NEITHER;
        }
        Night before = new Night(from.from(day), from.to(day));
        Night after = new Night(to.from(day), to.to(day));
        Tendency begins = Tendency.ofBeginning(before, after);
        Tendency ends = Tendency.ofEnd(before, after);
        return field == null ? Tendency.both(List.of(begins, ends)) : "from".equals(field) ? begins : ends;
    }
}
