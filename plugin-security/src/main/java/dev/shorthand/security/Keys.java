package dev.shorthand.security;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of all users that this side knows. Immutable. */
final class Keys {
    private final Map<String, List<Key>> byUser;

    /** Takes the keys in the order of their file: a user's first one signs. */
    Keys(List<Key> all) {
        Map<String, List<Key>> map = new LinkedHashMap<>();
        all.forEach(key ->
                map.computeIfAbsent(key.user(), user -> new ArrayList<>()).add(key));
        map.replaceAll((user, keys) -> List.copyOf(keys));
        byUser = map;
    }

    Set<String> users() {
        return byUser.keySet();
    }

    /** Returns the key that a user signs with. */
    Optional<Key> first(String user) {
        return keysOf(user).stream().findFirst();
    }

    Optional<Key> find(String user, String id) {
        return keysOf(user).stream().filter(key -> key.id().equals(id)).findFirst();
    }

    private List<Key> keysOf(String user) {
        return byUser.getOrDefault(user, List.of());
    }
}
