;; The inner loops behind a network's run: sigmoid in 16 bits, and what the confidence signals count.
;; postprocess-kernel.ts loads them; postprocess.ts and confidence.ts use them.
(module
  (memory (export "memory") 1)

  ;; f32 logits at $source, $count of them, to u16 at $target: 65535 times the sigmoid, rounded to
  ;; the nearest, of each logit held to [-12, 12]. Eight at a time, A and B, because each time round
  ;; all constants are made anew, which takes as long as four of them; so it may read and write seven
  ;; too many. Returns 0 when all are numbers.
  (func (export "quantise") (param $source i32) (param $count i32) (param $target i32) (result i32)
    (local $end i32) (local $strange v128)
    (local $logitsA v128) (local $powerA v128) (local $wholeA v128) (local $restA v128)
    (local $logitsB v128) (local $powerB v128) (local $wholeB v128) (local $restB v128)
    (local.set $end (i32.add (local.get $source) (i32.shl (local.get $count) (i32.const 2))))
    (block $finished
      (loop $eight
        (br_if $finished (i32.ge_u (local.get $source) (local.get $end)))
        (local.set $logitsA (v128.load (local.get $source)))
        (local.set $strange
          (v128.or (local.get $strange) (f32x4.ne (local.get $logitsA) (local.get $logitsA))))
        ;; exp(-logit) as a power of 2.
        (local.set $powerA
          (f32x4.mul
            (f32x4.pmin
              (f32x4.pmax (local.get $logitsA) (v128.const f32x4 -12 -12 -12 -12))
              (v128.const f32x4 12 12 12 12))
            (v128.const f32x4 -0x1.715476p+0 -0x1.715476p+0 -0x1.715476p+0 -0x1.715476p+0)))
        ;; Added to 1.5 x 2^23 it is rounded to a whole number, which the lowest bits then hold.
        (local.set $wholeA
          (f32x4.add (local.get $powerA)
            (v128.const f32x4 0x1.8p+23 0x1.8p+23 0x1.8p+23 0x1.8p+23)))
        (local.set $restA
          (f32x4.sub (local.get $powerA)
            (f32x4.sub (local.get $wholeA)
              (v128.const f32x4 0x1.8p+23 0x1.8p+23 0x1.8p+23 0x1.8p+23))))
        ;; 2^rest by its Taylor series to the sixth power: within 1.2e-7 for |rest| <= 1/2.
        (local.set $powerA (v128.const f32x4 1.5403530e-4 1.5403530e-4 1.5403530e-4 1.5403530e-4))
        (local.set $powerA
          (f32x4.add (f32x4.mul (local.get $powerA) (local.get $restA))
            (v128.const f32x4 1.3333558e-3 1.3333558e-3 1.3333558e-3 1.3333558e-3)))
        (local.set $powerA
          (f32x4.add (f32x4.mul (local.get $powerA) (local.get $restA))
            (v128.const f32x4 9.6181291e-3 9.6181291e-3 9.6181291e-3 9.6181291e-3)))
        (local.set $powerA
          (f32x4.add (f32x4.mul (local.get $powerA) (local.get $restA))
            (v128.const f32x4 5.5504109e-2 5.5504109e-2 5.5504109e-2 5.5504109e-2)))
        (local.set $powerA
          (f32x4.add (f32x4.mul (local.get $powerA) (local.get $restA))
            (v128.const f32x4 2.4022651e-1 2.4022651e-1 2.4022651e-1 2.4022651e-1)))
        (local.set $powerA
          (f32x4.add (f32x4.mul (local.get $powerA) (local.get $restA))
            (v128.const f32x4 6.9314718e-1 6.9314718e-1 6.9314718e-1 6.9314718e-1)))
        (local.set $powerA
          (f32x4.add (f32x4.mul (local.get $powerA) (local.get $restA))
            (v128.const f32x4 1 1 1 1)))
        ;; The whole part is added to the exponent.
        (local.set $powerA
          (i32x4.add (local.get $powerA) (i32x4.shl (local.get $wholeA) (i32.const 23))))
        ;; Added to 2^23 the quotient is rounded, and the lowest bits hold it.
        (local.set $powerA
          (i32x4.sub
            (f32x4.add
              (f32x4.div
                (v128.const f32x4 65535 65535 65535 65535)
                (f32x4.add (local.get $powerA) (v128.const f32x4 1 1 1 1)))
              (v128.const f32x4 0x1p+23 0x1p+23 0x1p+23 0x1p+23))
            (v128.const i32x4 0x4b000000 0x4b000000 0x4b000000 0x4b000000)))
        (local.set $logitsB (v128.load offset=16 (local.get $source)))
        (local.set $strange
          (v128.or (local.get $strange) (f32x4.ne (local.get $logitsB) (local.get $logitsB))))
        (local.set $powerB
          (f32x4.mul
            (f32x4.pmin
              (f32x4.pmax (local.get $logitsB) (v128.const f32x4 -12 -12 -12 -12))
              (v128.const f32x4 12 12 12 12))
            (v128.const f32x4 -0x1.715476p+0 -0x1.715476p+0 -0x1.715476p+0 -0x1.715476p+0)))
        (local.set $wholeB
          (f32x4.add (local.get $powerB)
            (v128.const f32x4 0x1.8p+23 0x1.8p+23 0x1.8p+23 0x1.8p+23)))
        (local.set $restB
          (f32x4.sub (local.get $powerB)
            (f32x4.sub (local.get $wholeB)
              (v128.const f32x4 0x1.8p+23 0x1.8p+23 0x1.8p+23 0x1.8p+23))))
        (local.set $powerB (v128.const f32x4 1.5403530e-4 1.5403530e-4 1.5403530e-4 1.5403530e-4))
        (local.set $powerB
          (f32x4.add (f32x4.mul (local.get $powerB) (local.get $restB))
            (v128.const f32x4 1.3333558e-3 1.3333558e-3 1.3333558e-3 1.3333558e-3)))
        (local.set $powerB
          (f32x4.add (f32x4.mul (local.get $powerB) (local.get $restB))
            (v128.const f32x4 9.6181291e-3 9.6181291e-3 9.6181291e-3 9.6181291e-3)))
        (local.set $powerB
          (f32x4.add (f32x4.mul (local.get $powerB) (local.get $restB))
            (v128.const f32x4 5.5504109e-2 5.5504109e-2 5.5504109e-2 5.5504109e-2)))
        (local.set $powerB
          (f32x4.add (f32x4.mul (local.get $powerB) (local.get $restB))
            (v128.const f32x4 2.4022651e-1 2.4022651e-1 2.4022651e-1 2.4022651e-1)))
        (local.set $powerB
          (f32x4.add (f32x4.mul (local.get $powerB) (local.get $restB))
            (v128.const f32x4 6.9314718e-1 6.9314718e-1 6.9314718e-1 6.9314718e-1)))
        (local.set $powerB
          (f32x4.add (f32x4.mul (local.get $powerB) (local.get $restB))
            (v128.const f32x4 1 1 1 1)))
        (local.set $powerB
          (i32x4.add (local.get $powerB) (i32x4.shl (local.get $wholeB) (i32.const 23))))
        (local.set $powerB
          (i32x4.sub
            (f32x4.add
              (f32x4.div
                (v128.const f32x4 65535 65535 65535 65535)
                (f32x4.add (local.get $powerB) (v128.const f32x4 1 1 1 1)))
              (v128.const f32x4 0x1p+23 0x1p+23 0x1p+23 0x1p+23))
            (v128.const i32x4 0x4b000000 0x4b000000 0x4b000000 0x4b000000)))
        (v128.store
          (local.get $target)
          (i16x8.narrow_i32x4_u (local.get $powerA) (local.get $powerB)))
        (local.set $source (i32.add (local.get $source) (i32.const 32)))
        (local.set $target (i32.add (local.get $target) (i32.const 16)))
        (br $eight)))
    (v128.any_true (local.get $strange)))

  ;; A map of u16, $rows rows of $width at $source. "Inside" is >= $level, "between" is >= $least and
  ;; <= $least + $span.
  ;; At $tally: u64 sum of the inside, u64 sum of all, u32 count of the inside, u32 count between.
  ;; At $columns, i32: of each row in turn the columns at which it changes sides, beginning outside and
  ;; ending with $width where it ends inside. At $starts, i32: before each row, and behind the last,
  ;; how many columns there are by then.
  ;; Eight at a time: reads up to 14 bytes too far.
  (func (export "tally")
    (param $source i32) (param $width i32) (param $rows i32)
    (param $level i32) (param $least i32) (param $span i32)
    (param $tally i32) (param $columns i32) (param $starts i32)
    (local $x i32) (local $at i32) (local $was i32) (local $bits i32) (local $first i32)
    (local $values v128) (local $valid v128) (local $inside v128)
    (local $rowInside v128) (local $rowAll v128) (local $rowArea v128) (local $rowBetween v128)
    (local $sumInside v128) (local $sumAll v128) (local $area v128) (local $between v128)
    (local.set $first (local.get $columns))
    (block $finished
      (loop $row
        (i32.store (local.get $starts)
          (i32.shr_u (i32.sub (local.get $columns) (local.get $first)) (i32.const 2)))
        (br_if $finished (i32.eqz (local.get $rows)))
        (local.set $x (i32.const 0))
        (local.set $was (i32.const 0))
        (local.set $at (local.get $source))
        (local.set $rowInside (v128.const i32x4 0 0 0 0))
        (local.set $rowAll (v128.const i32x4 0 0 0 0))
        (local.set $rowArea (v128.const i32x4 0 0 0 0))
        (local.set $rowBetween (v128.const i32x4 0 0 0 0))
        (loop $eight
          ;; What lies behind the row counts as 0 and outside.
          (local.set $valid
            (i16x8.gt_s
              (i16x8.splat (i32.sub (local.get $width) (local.get $x)))
              (v128.const i16x8 0 1 2 3 4 5 6 7)))
          (local.set $values (v128.and (v128.load (local.get $at)) (local.get $valid)))
          (local.set $inside
            (v128.and
              (i16x8.ge_u (local.get $values) (i16x8.splat (local.get $level)))
              (local.get $valid)))
          (local.set $rowAll
            (i32x4.add (local.get $rowAll) (i32x4.extadd_pairwise_i16x8_u (local.get $values))))
          (local.set $rowInside
            (i32x4.add (local.get $rowInside)
              (i32x4.extadd_pairwise_i16x8_u (v128.and (local.get $values) (local.get $inside)))))
          ;; A true lane is -1.
          (local.set $rowArea (i16x8.sub (local.get $rowArea) (local.get $inside)))
          (local.set $rowBetween
            (i16x8.sub (local.get $rowBetween)
              (v128.and (local.get $valid)
                (i16x8.le_u
                  (i16x8.sub (local.get $values) (i16x8.splat (local.get $least)))
                  (i16x8.splat (local.get $span))))))
          (local.set $bits (i16x8.bitmask (local.get $inside)))
          ;; Bit by bit, whether the pixel is on another side than the one before it.
          (local.set $was
            (i32.or (local.get $was) (i32.shl (local.get $bits) (i32.const 1))))
          (local.set $bits
            (i32.and (i32.xor (local.get $bits) (local.get $was)) (i32.const 0xff)))
          (local.set $was (i32.shr_u (local.get $was) (i32.const 8)))
          (block $same
            (loop $change
              (br_if $same (i32.eqz (local.get $bits)))
              (i32.store (local.get $columns)
                (i32.add (local.get $x) (i32.ctz (local.get $bits))))
              (local.set $columns (i32.add (local.get $columns) (i32.const 4)))
              (local.set $bits
                (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))
              (br $change)))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (local.set $x (i32.add (local.get $x) (i32.const 8)))
          (br_if $eight (i32.lt_u (local.get $x) (local.get $width))))
        (if (local.get $was)
          (then
            (i32.store (local.get $columns) (local.get $width))
            (local.set $columns (i32.add (local.get $columns) (i32.const 4)))))
        (local.set $sumInside
          (i64x2.add (local.get $sumInside)
            (i64x2.add
              (i64x2.extend_low_i32x4_u (local.get $rowInside))
              (i64x2.extend_high_i32x4_u (local.get $rowInside)))))
        (local.set $sumAll
          (i64x2.add (local.get $sumAll)
            (i64x2.add
              (i64x2.extend_low_i32x4_u (local.get $rowAll))
              (i64x2.extend_high_i32x4_u (local.get $rowAll)))))
        (local.set $area
          (i32x4.add (local.get $area) (i32x4.extadd_pairwise_i16x8_u (local.get $rowArea))))
        (local.set $between
          (i32x4.add (local.get $between) (i32x4.extadd_pairwise_i16x8_u (local.get $rowBetween))))
        (local.set $source
          (i32.add (local.get $source) (i32.shl (local.get $width) (i32.const 1))))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
        (local.set $starts (i32.add (local.get $starts) (i32.const 4)))
        (br $row)))
    (i64.store (local.get $tally)
      (i64.add
        (i64x2.extract_lane 0 (local.get $sumInside))
        (i64x2.extract_lane 1 (local.get $sumInside))))
    (i64.store offset=8 (local.get $tally)
      (i64.add
        (i64x2.extract_lane 0 (local.get $sumAll))
        (i64x2.extract_lane 1 (local.get $sumAll))))
    (i32.store offset=16 (local.get $tally) (call $total (local.get $area)))
    (i32.store offset=20 (local.get $tally) (call $total (local.get $between))))

  ;; Sum of four i32.
  (func $total (param $four v128) (result i32)
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $four)) (i32x4.extract_lane 1 (local.get $four)))
      (i32.add (i32x4.extract_lane 2 (local.get $four)) (i32x4.extract_lane 3 (local.get $four))))))
