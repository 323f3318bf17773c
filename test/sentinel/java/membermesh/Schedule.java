package membermesh;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.EntryType;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.Tracer;
import com.alibaba.csp.sentinel.context.ContextUtil;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.alibaba.csp.sentinel.slots.block.authority.AuthorityRule;
import com.alibaba.csp.sentinel.slots.block.authority.AuthorityRuleManager;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRuleManager;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleManager;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowItem;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRuleManager;
import com.alibaba.csp.sentinel.slots.system.SystemRule;
import com.alibaba.csp.sentinel.slots.system.SystemRuleManager;
import com.alibaba.csp.sentinel.util.TimeUtil;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a schedule of calls through Sentinel. A line of input is a word and values, name=value:
 *
 * <pre>
 * flow|param|degrade|system|authority ...   a rule, taken with the others at the next "load"
 * load                                      the rules since the last one, in the place of all
 * time at=MS                                from now on it is then
 * enter id= resource= caller= cost= arg=    answers "ID pass", "ID pass WAIT_MS" or "ID block KIND"
 * exit id= failed=true                      the call has ended
 * </pre>
 *
 * A call that would wait for its turn is told how long and not held up.
 */
public final class Schedule {
  private final List<FlowRule> flows = new ArrayList<>();
  private final List<ParamFlowRule> params = new ArrayList<>();
  private final List<DegradeRule> degrades = new ArrayList<>();
  private final List<SystemRule> systems = new ArrayList<>();
  private final List<AuthorityRule> authorities = new ArrayList<>();
  private final Map<String, Entry> open = new HashMap<>();
  private FlowRule paced;

  public static void main(String[] arguments) throws Exception {
    Schedule schedule = new Schedule();
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] words = line.split(" ");
      Map<String, String> values = new HashMap<>();
      for (int at = 1; at < words.length; at++) {
        int equals = words[at].indexOf('=');
        values.put(words[at].substring(0, equals), words[at].substring(equals + 1));
      }
      schedule.step(words[0], values);
    }
    System.exit(0);
  }

  private void step(String word, Map<String, String> values) throws Exception {
    switch (word) {
      case "flow" -> flows.add(flow(values));
      case "param" -> params.add(param(values));
      case "degrade" -> degrades.add(degrade(values));
      case "system" -> systems.add(system(values));
      case "authority" -> authorities.add(authority(values));
      case "load" -> load();
      case "time" -> TimeUtil.set(Long.parseLong(values.get("at")));
      case "enter" -> enter(values);
      case "exit" -> exit(values);
      default -> throw new IllegalArgumentException(word);
    }
  }

  private void load() {
    paced = flows.stream().filter(rule -> rule.getControlBehavior() == 2).findFirst().orElse(null);
    FlowRuleManager.loadRules(new ArrayList<>(flows));
    ParamFlowRuleManager.loadRules(new ArrayList<>(params));
    DegradeRuleManager.loadRules(new ArrayList<>(degrades));
    SystemRuleManager.loadRules(new ArrayList<>(systems));
    AuthorityRuleManager.loadRules(new ArrayList<>(authorities));
    flows.clear();
    params.clear();
    degrades.clear();
    systems.clear();
    authorities.clear();
  }

  private void enter(Map<String, String> values) throws Exception {
    String id = values.get("id");
    int cost = Integer.parseInt(values.getOrDefault("cost", "1"));
    Object[] arguments = values.containsKey("arg") ? new Object[] {values.get("arg")} : new Object[0];
    // Several calls are under way at once in one thread: each leaves the context when it has begun.
    ContextUtil.enter("schedule", values.get("caller"));
    try {
      open.put(id, SphU.asyncEntry(values.get("resource"), EntryType.IN, cost, arguments));
      long waitMs = waitMs();
      System.out.println(waitMs > 0 ? id + " pass " + waitMs : id + " pass");
    } catch (BlockException refused) {
      System.out.println(id + " block " + refused.getClass().getSimpleName());
    } finally {
      ContextUtil.exit();
    }
  }

  private void exit(Map<String, String> values) {
    Entry entry = open.remove(values.get("id"));
    if (entry == null) return;
    if (values.containsKey("failed")) Tracer.traceEntry(new RuntimeException("failed"), entry);
    entry.exit();
  }

  /** How long after now the turn of the call comes that was just let in by a pacing rule. */
  private long waitMs() throws Exception {
    if (paced == null) return 0;
    Method getRater = FlowRule.class.getDeclaredMethod("getRater");
    getRater.setAccessible(true);
    Object controller = getRater.invoke(paced);
    Field latest = controller.getClass().getDeclaredField("latestPassedTime");
    latest.setAccessible(true);
    return ((AtomicLong) latest.get(controller)).get() - TimeUtil.currentTimeMillis();
  }

  private static FlowRule flow(Map<String, String> values) {
    FlowRule rule = new FlowRule(values.get("resource"));
    rule.setLimitApp(values.getOrDefault("caller", "default"));
    rule.setGrade(Integer.parseInt(values.getOrDefault("grade", "1")));
    rule.setCount(Double.parseDouble(values.get("count")));
    rule.setControlBehavior(Integer.parseInt(values.getOrDefault("behavior", "0")));
    rule.setWarmUpPeriodSec(Integer.parseInt(values.getOrDefault("warmUpSec", "10")));
    rule.setMaxQueueingTimeMs(Integer.parseInt(values.getOrDefault("queueMs", "500")));
    return rule;
  }

  private static ParamFlowRule param(Map<String, String> values) {
    ParamFlowRule rule = new ParamFlowRule(values.get("resource"));
    rule.setParamIdx(0);
    rule.setCount(Double.parseDouble(values.get("count")));
    rule.setDurationInSec(Long.parseLong(values.getOrDefault("durationSec", "1")));
    rule.setBurstCount(Integer.parseInt(values.getOrDefault("burst", "0")));
    if (values.containsKey("item")) {
      String item = values.get("item");
      int colon = item.lastIndexOf(':');
      int count = Integer.parseInt(item.substring(colon + 1));
      ParamFlowItem own = new ParamFlowItem(item.substring(0, colon), count, "java.lang.String");
      rule.setParamFlowItemList(List.of(own));
    }
    return rule;
  }

  private static DegradeRule degrade(Map<String, String> values) {
    DegradeRule rule = new DegradeRule(values.get("resource"));
    rule.setGrade(Integer.parseInt(values.get("grade")));
    rule.setCount(Double.parseDouble(values.get("count")));
    rule.setTimeWindow(Integer.parseInt(values.get("openSec")));
    rule.setMinRequestAmount(Integer.parseInt(values.get("minRequests")));
    rule.setStatIntervalMs(Integer.parseInt(values.getOrDefault("statMs", "1000")));
    if (values.containsKey("slowRatio")) {
      rule.setSlowRatioThreshold(Double.parseDouble(values.get("slowRatio")));
    }
    return rule;
  }

  private static SystemRule system(Map<String, String> values) {
    SystemRule rule = new SystemRule();
    if (values.containsKey("threads")) rule.setMaxThread(Long.parseLong(values.get("threads")));
    if (values.containsKey("qps")) rule.setQps(Double.parseDouble(values.get("qps")));
    return rule;
  }

  private static AuthorityRule authority(Map<String, String> values) {
    AuthorityRule rule = new AuthorityRule();
    rule.setResource(values.get("resource"));
    rule.setLimitApp(values.get("callers"));
    rule.setStrategy(Integer.parseInt(values.get("strategy")));
    return rule;
  }
}
