package dev.shorthand.jmh;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is called for the reply of 64 KiB. */
public interface Items {
    /**
     * One of many.
     *
     * @param id     a number
     * @param name   a text
     * @param price  a number with a fraction
     * @param tags   some texts
     * @param place  a record within
     * @param active a boolean
     * @param note   null
     */
    record Item(
            long id,
            String name,
            double price,
            List<String> tags,
            Place place,
            boolean active,
            @Nullable String note) {}

    /**
     * A record within another.
     *
     * @param x a number with a fraction
     * @param y a number
     */
    record Place(double x, long y) {}

    /**
     * Returns them.
     *
     * @return some hundreds
     */
    List<Item> items();
}
