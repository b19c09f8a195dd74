package dev.linewarden.store;

import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Shadowed;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Rows of every type with anything in their fields: built from the records' components, so that no new field is missed. */
final class AnyRow {

    private static final int MOST_CHARACTERS = 20;
    private static final int MOST_ITEMS = 4;

    private AnyRow() {}

    static Arbitrary<Row> ofAnyType() {
        return Arbitraries.of(RowTypes.ALL)
                .flatMap(type -> record(type.rowClass()).map(Row.class::cast));
    }

    /** What a row may hold that holds a row. */
    private static Arbitrary<Row> ofPlainType() {
        return Arbitraries.of(RowTypes.ALL)
                .filter(type -> type.rowClass() != Shadowed.class)
                .flatMap(type -> record(type.rowClass()).map(Row.class::cast));
    }

    private static <T> Arbitrary<T> record(Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        List<Arbitrary<Object>> values = Arrays.stream(components)
                .map(component -> value(component.getAnnotatedType()))
                .toList();
        return Combinators.combine(values).as(arguments -> {
            try {
                Class<?>[] types =
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
                var constructor = type.getDeclaredConstructor(types);
                constructor.setAccessible(true);
                return constructor.newInstance(arguments.toArray());
            } catch (NoSuchMethodException
                    | InstantiationException
                    | IllegalAccessException
                    | InvocationTargetException impossible) {
                throw new IllegalStateException("a record without its constructor: " + type, impossible);
            }
        });
    }

    private static Arbitrary<Object> value(AnnotatedType type) {
        Arbitrary<Object> present = present(type);
        return type.isAnnotationPresent(Nullable.class) ? present.injectNull(0.3) : present;
    }

    private static Arbitrary<Object> present(AnnotatedType annotated) {
        Type type = annotated.getType();
        if (annotated instanceof AnnotatedParameterizedType generic) {
            Arbitrary<Object> first = value(generic.getAnnotatedActualTypeArguments()[0]);
            return type.getTypeName().startsWith(List.class.getName())
                    ? first.list().ofMaxSize(MOST_ITEMS).map(List::copyOf)
                    : Arbitraries.maps(first, value(generic.getAnnotatedActualTypeArguments()[1]))
                            .ofMaxSize(MOST_ITEMS)
                            .map(Map::copyOf);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == Row.class) {
            return ofPlainType().map(Object.class::cast);
        }
        return plain.isRecord() ? record(plain).map(Object.class::cast) : simple(plain);
    }

    private static Arbitrary<Object> simple(Class<?> type) {
        if (type.isEnum()) {
            return Arbitraries.of(type.getEnumConstants()).map(Object.class::cast);
        }
        Map<Class<?>, Arbitrary<?>> known = Map.of(
                String.class, text(),
                Instant.class, numbers().map(Instant::ofEpochMilli),
                int.class,
                        Arbitraries.oneOf(
                                Arbitraries.integers(), Arbitraries.of(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE)),
                long.class, numbers(),
                Long.class, numbers(),
                boolean.class, Arbitraries.of(true, false),
                long[].class, numbers().array(long[].class).ofMaxSize(MOST_ITEMS));
        Arbitrary<?> arbitrary = known.get(type);
        if (arbitrary == null) {
            throw new IllegalStateException("AnyRow does not know how to make a " + type);
        }
        return arbitrary.map(Object.class::cast);
    }

    private static Arbitrary<Long> numbers() {
        return Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE));
    }

    /** Of all scripts, ASCII for the most part; without half pairs, which no text of the gate holds. */
    private static Arbitrary<String> text() {
        return Arbitraries.frequencyOf(
                        Tuple.of(4, Arbitraries.integers().between(0, 0x7F)),
                        Tuple.of(1, Arbitraries.integers().between(0x80, Character.MAX_CODE_POINT)))
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .list()
                .ofMaxSize(MOST_CHARACTERS)
                .map(points -> points.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }
}
