package dev.shorthand.codec.json;

import java.util.Arrays;

/**
 * The {@link DeclaredNames} of the methods and records that were read so far, found by the very arrays of their names.
 *
 * <p>They are those of a program and not of its peers; of a program that has more than fit, some are read without. Confined to the decoder's thread.
 */
final class Declarations {
    private static final int LEAST_SLOTS = 16;
    private static final int MOST_SLOTS = 512;

    private final int maxString;

    // A hash table of a power of two, where the next free slot is taken, and at most half of all.
    private DeclaredNames[] slots = empty(LEAST_SLOTS);
    private int count;

    // Where those stand that were asked for last, mostly to be asked for again, name by name. A reference to them would
    // cost a collector's barrier.
    private int last;

    /** Makes it without any; a name may take so many bytes. */
    Declarations(int maxString) {
        this.maxString = maxString;
    }

    private static DeclaredNames[] empty(int size) {
        DeclaredNames[] slots = new DeclaredNames[size];
        Arrays.fill(slots, DeclaredNames.NONE);
        return slots;
    }

    /** Returns those of an array, or {@link DeclaredNames#NONE}. */
    DeclaredNames of(String[] names) {
        DeclaredNames found = slots[last];
        return found.isOf(names) ? found : other(names);
    }

    // Out of line, so that of() stays small.
    private DeclaredNames other(String[] names) {
        last = slot(names, slots);
        DeclaredNames found = slots[last];
        return found == DeclaredNames.NONE ? add(names) : found;
    }

    /** Returns where an array's are, or would be. */
    private static int slot(String[] names, DeclaredNames[] slots) {
        int last = slots.length - 1;
        int slot = System.identityHashCode(names) & last;
        while (!slots[slot].isOf(names) && slots[slot] != DeclaredNames.NONE) {
            slot = (slot + 1) & last;
        }
        return slot;
    }

    private DeclaredNames add(String[] names) {
        if (2 * count >= slots.length) {
            if (slots.length == MOST_SLOTS) {
                return DeclaredNames.NONE;
            }
            grow();
        }
        DeclaredNames added = new DeclaredNames(names, maxString);
        slots[slot(names, slots)] = added;
        count++;
        return added;
    }

    private void grow() {
        DeclaredNames[] more = empty(2 * slots.length);
        for (DeclaredNames each : slots) {
            if (each != DeclaredNames.NONE) {
                more[slot(each.names(), more)] = each;
            }
        }
        slots = more;
    }
}
