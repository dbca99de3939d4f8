package gazelle.benchmarks.party;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** Watches what this process uses: heap before and after each collection, direct buffers every few milliseconds, allocation, time. */
final class PartyMeter {
    private static final long SAMPLE_NANOS = 5_000_000;
    private static final double SECONDS_PER_NANOSECOND = 1e-9;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final List<BufferPoolMXBean> buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
    private final Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());
    private final AtomicLong heapPeak = new AtomicLong();
    private final AtomicLong livePeak = new AtomicLong();
    private final AtomicLong directPeak = new AtomicLong();
    private long allocatedBefore;
    private long cpuNanosBefore;

    PartyMeter() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector).addNotificationListener((event, _) -> collected(event), null, null);
        }
        Thread.ofPlatform().name("meter").daemon().start(this::sample);
        reset();
    }

    private void collected(Notification event) {
        if (event.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            var collection = GarbageCollectionNotificationInfo.from((CompositeData) event.getUserData())
                    .getGcInfo();
            raise(heapPeak, heapIn(collection.getMemoryUsageBeforeGc()));
            raise(livePeak, heapIn(collection.getMemoryUsageAfterGc()));
        }
    }

    private long heapIn(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> heapPools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    private void sample() {
        while (true) {
            raise(heapPeak, usedHeap());
            raise(directPeak, usedDirect());
            LockSupport.parkNanos(SAMPLE_NANOS);
        }
    }

    private static void raise(AtomicLong peak, long value) {
        peak.accumulateAndGet(value, Math::max);
    }

    private static long usedHeap() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Netty may or may not take its memory from where the JDK counts it. */
    private long usedDirect() {
        long counted = buffers.stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        long netty = ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                ? provider.metric().usedDirectMemory()
                : 0;
        return Math.max(counted, netty);
    }

    /** Heap in use after a full collection. */
    static long settledHeap() {
        System.gc();
        return usedHeap();
    }

    /** Collects the heap; what is live then is the least that any later peak can be. */
    void collect() {
        livePeak.set(settledHeap());
    }

    /** Forgets everything so far but what was live. */
    void reset() {
        heapPeak.set(usedHeap());
        directPeak.set(usedDirect());
        allocatedBefore = threads.getTotalThreadAllocatedBytes();
        cpuNanosBefore = system.getProcessCpuTime();
    }

    /** Returns the use of memory and processor since the last reset. */
    Answer.Usage usage(List<Map<String, Double>> phases) {
        long allocated = threads.getTotalThreadAllocatedBytes() - allocatedBefore;
        double cpuSeconds = (system.getProcessCpuTime() - cpuNanosBefore) * SECONDS_PER_NANOSECOND;
        raise(heapPeak, usedHeap());
        return new Answer.Usage(
                heapPeak.get(), livePeak.get(), directPeak.get(), allocated, cpuSeconds, List.copyOf(phases));
    }
}
