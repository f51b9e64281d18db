/*
 * Executes single instructions and tells what they did to registers and memory.
 *
 * Reads cases from standard input and writes one answer each to standard output:
 *   case    16 bytes of code, 8 bytes length of the code, 16 registers of 8 bytes
 *   answer  8 bytes: 1 if it ran, 0 if it faulted; 16 registers; WINDOW bytes of memory
 * The window is filled with a pattern before each case. Registers have the numbers of the instruction set.
 */
#define _GNU_SOURCE
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define AREA ((uint8_t *)0x10000000)
#define AREA_SIZE 0x20000
#define WINDOW_AT 0x10000
#define WINDOW 2048
/* Far from everything else, so that an address relative to the instruction meets nothing of ours. */
#define CODE ((uint8_t *)0x700000000)

uint64_t before[16], after[16], own_stack, target;
uint32_t own_mxcsr = 0x1f80;
static sigjmp_buf fault;

void run(void);
void back(void);

__asm__(
    ".text\n"
    ".globl run\n"
    "run:\n"
    "  push %rbx\n  push %rbp\n  push %r12\n  push %r13\n  push %r14\n  push %r15\n  pushfq\n"
    "  mov %rsp, own_stack(%rip)\n"
    "  mov before+8(%rip), %rcx\n  mov before+16(%rip), %rdx\n  mov before+24(%rip), %rbx\n"
    "  mov before+32(%rip), %rsp\n  mov before+40(%rip), %rbp\n  mov before+48(%rip), %rsi\n"
    "  mov before+56(%rip), %rdi\n  mov before+64(%rip), %r8\n  mov before+72(%rip), %r9\n"
    "  mov before+80(%rip), %r10\n  mov before+88(%rip), %r11\n  mov before+96(%rip), %r12\n"
    "  mov before+104(%rip), %r13\n  mov before+112(%rip), %r14\n  mov before+120(%rip), %r15\n"
    "  mov before(%rip), %rax\n"
    "  jmp *target(%rip)\n"
    ".globl back\n"
    "back:\n"
    "  mov %rax, after(%rip)\n  mov %rcx, after+8(%rip)\n  mov %rdx, after+16(%rip)\n"
    "  mov %rbx, after+24(%rip)\n  mov %rsp, after+32(%rip)\n  mov %rbp, after+40(%rip)\n"
    "  mov %rsi, after+48(%rip)\n  mov %rdi, after+56(%rip)\n  mov %r8, after+64(%rip)\n"
    "  mov %r9, after+72(%rip)\n  mov %r10, after+80(%rip)\n  mov %r11, after+88(%rip)\n"
    "  mov %r12, after+96(%rip)\n  mov %r13, after+104(%rip)\n  mov %r14, after+112(%rip)\n"
    "  mov %r15, after+120(%rip)\n"
    "  mov own_stack(%rip), %rsp\n"
    "  popfq\n  pop %r15\n  pop %r14\n  pop %r13\n  pop %r12\n  pop %rbp\n  pop %rbx\n"
    "  ret\n");

static void on_fault(int number)
{
    siglongjmp(fault, number);
}

/* A system call from the code under test must never reach the kernel: it becomes a fault (SIGSYS). */
static int forbid_system_calls(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer) + 4),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)((uint64_t)CODE >> 32), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = { .len = sizeof filter / sizeof *filter, .filter = filter };
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* Tries the guard itself: getpid by `syscall` from the code page must fault. */
static int is_guarded(uint8_t *code)
{
    memcpy(code, "\x0f\x05\xf4", 3);
    memset(before, 0, sizeof before);
    before[0] = 39;
    before[4] = (uint64_t)AREA + WINDOW_AT;
    target = (uint64_t)CODE;
    int number = sigsetjmp(fault, 0);
    if (number == 0)
        run();
    return number == SIGSYS;
}

int main(void)
{
    static uint8_t other_stack[1 << 16];
    stack_t stack = { .ss_sp = other_stack, .ss_size = sizeof other_stack };
    struct sigaction action = { .sa_handler = on_fault, .sa_flags = SA_ONSTACK | SA_NODEFER };
    int numbers[] = { SIGSEGV, SIGILL, SIGFPE, SIGTRAP, SIGBUS, SIGSYS };
    uint8_t input[16 + 8 + 128], pattern[WINDOW];

    sigaltstack(&stack, NULL);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sigaction(numbers[i], &action, NULL);
    /* A runaway must not fill the disk nor run for ever. */
    struct rlimit seconds = { 60, 60 }, bytes = { 1 << 30, 1 << 30 };
    setrlimit(RLIMIT_CPU, &seconds);
    setrlimit(RLIMIT_FSIZE, &bytes);
    /* Written through one mapping, executed through another that no instruction can change. */
    int file = memfd_create("code", 0);
    if (file < 0 || ftruncate(file, 4096) != 0)
        return 77;
    uint8_t *code = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    void *run_at = mmap(CODE, 4096, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED_NOREPLACE, file, 0);
    void *area = mmap(AREA, AREA_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (code == MAP_FAILED || run_at != CODE || area != AREA)
        return 77;
    if (!forbid_system_calls() || !is_guarded(code))
        return 77;
    for (int i = 0; i < WINDOW; i++)
        pattern[i] = (uint8_t)(i * 31 + (i >> 8) * 7 + 5);

    while (fread(input, sizeof input, 1, stdin) == 1) {
        static const uint8_t jump[] = { 0xff, 0x25, 0, 0, 0, 0 };
        volatile uint64_t ran = 0;
        uint64_t length, destination = (uint64_t)back;
        memcpy(&length, input + 16, 8);
        memcpy(before, input + 24, 128);
        memcpy(code, input, length);
        memcpy(code + length, jump, sizeof jump);
        memcpy(code + length + sizeof jump, &destination, 8);
        memcpy(AREA + WINDOW_AT, pattern, WINDOW);
        target = (uint64_t)CODE;
        if (sigsetjmp(fault, 0) == 0) {
            run();
            ran = 1;
        }
        /* After a fault the flags are still the instruction's: alignment checks above all would break what follows. */
        __asm__ volatile("lea -128(%%rsp), %%rsp\n pushq $0x202\n popfq\n lea 128(%%rsp), %%rsp\n"
                         "fninit\n ldmxcsr own_mxcsr(%%rip)\n" ::: "memory", "cc");
        fwrite((void *)&ran, 8, 1, stdout);
        fwrite(after, sizeof after, 1, stdout);
        fwrite(AREA + WINDOW_AT, WINDOW, 1, stdout);
    }
    return 0;
}
