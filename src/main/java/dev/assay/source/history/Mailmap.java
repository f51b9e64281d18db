package dev.assay.source.history;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The names that people want to be known by (gitmailmap(5)).
final class Mailmap {
    private static final Pattern LINE = Pattern.compile("([^<>#]*)<([^<>]*)>(?:([^<>]*)<([^<>]*)>)?.*");

    /// @param name  null to keep it
    /// @param email null to keep it
    record Person(@Nullable String name, @Nullable String email) {}

    private record Key(String email, @Nullable String name) {}

    private final Map<Key, Person> people = new HashMap<>();

    Mailmap(String text) {
        for (String line : text.lines().toList()) {
            Matcher parts = LINE.matcher(line.strip());
            if (!line.startsWith("#") && parts.matches()) {
                add(parts);
            }
        }
    }

    private void add(Matcher parts) {
        String name = blankToNull(parts.group(1));
        String email = parts.group(2).strip();
        String old = parts.group(4);
        Key key = old == null ? key(email, null) : key(old, blankToNull(parts.group(3)));
        people.merge(key, new Person(name, old == null ? null : email), (first, second) -> new Person(
                second.name == null ? first.name : second.name, second.email == null ? first.email : second.email));
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static Key key(String email, @Nullable String name) {
        return new Key(email.strip().toLowerCase(Locale.ROOT), name == null ? null : name.toLowerCase(Locale.ROOT));
    }

    /// Who that is, name and email.
    Person of(String name, String email) {
        Person person = people.get(key(email, name));
        if (person == null) {
            person = people.get(key(email, null));
        }
        return person == null ? new Person(name, email) : new Person(person.name == null ? name : person.name,
                person.email == null ? email : person.email);
    }
}
