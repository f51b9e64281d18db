package dev.assay.check.reach;

import dev.assay.image.calls.Kernel;
import dev.assay.image.roots.Root;
import java.util.List;
import java.util.Optional;

/// Who calls whom in the images of one kernel, for whoever keeps it. The images may be closed.
public final class KernelCalls {
    private final List<Member> members;

    KernelCalls(List<Member> members) {
        this.members = List.copyOf(members);
    }

    /// Paths of the images, in the order of the kernel's graphs.
    public List<String> images() {
        return members.stream().map(Member::path).toList();
    }

    /// Their graphs, joined anew at every call.
    public Kernel kernel() {
        return new Kernel(members.stream().map(Member::graph).toList(), members.stream().map(Member::offers).toList());
    }

    /// Everything that says that a function of an image is entered from outside, in order of address.
    public List<Root> roots(int image) {
        return members.get(image).roots();
    }

    /// What a root is called; empty if nobody needed to know while the image was open: to work out all names costs more
    /// than to find the calls.
    public Optional<String> name(int image, Root root) {
        return members.get(image).knownName(root);
    }
}
