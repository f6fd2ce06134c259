;; The inner loop of quantising logits; postprocess-kernel.ts loads it, postprocess.ts calls it.
(module
  (memory (export "memory") 1)

  ;; f32 logits at $source, $count of them, to u16 at $target: each held to [-$limit, $limit], its
  ;; position in the f64 table at $table, (logit + $limit) * $steps, interpolated and rounded.
  ;; Four at a time, so it may read and write three too many. Returns 0 when all are numbers.
  (func (export "quantise")
    (param $source i32) (param $count i32) (param $limit f32) (param $steps f64)
    (param $table i32) (param $target i32) (result i32)
    (local $end i32) (local $logits v128) (local $strange v128) (local $limits v128)
    (local $least v128) (local $offset v128) (local $scale v128) (local $half v128)
    (local $position v128) (local $step v128) (local $first v128) (local $second v128)
    (local $below v128) (local $above v128) (local $left v128) (local $right v128)
    (local.set $limits (f32x4.splat (local.get $limit)))
    (local.set $least (f32x4.neg (local.get $limits)))
    (local.set $offset (f64x2.splat (f64.promote_f32 (local.get $limit))))
    (local.set $scale (f64x2.splat (local.get $steps)))
    (local.set $half (f64x2.splat (f64.const 0.5)))
    (local.set $end (i32.add (local.get $source) (i32.shl (local.get $count) (i32.const 2))))
    (block $finished
      (loop $four
        (br_if $finished (i32.ge_u (local.get $source) (local.get $end)))
        (local.set $logits (v128.load (local.get $source)))
        (local.set $strange
          (v128.or (local.get $strange) (f32x4.ne (local.get $logits) (local.get $logits))))
        (local.set $logits
          (f32x4.pmin (f32x4.pmax (local.get $logits) (local.get $least)) (local.get $limits)))
        ;; Two at a time, since they are computed as f64.
        (local.set $position
          (f64x2.mul
            (f64x2.add (f64x2.promote_low_f32x4 (local.get $logits)) (local.get $offset))
            (local.get $scale)))
        (local.set $step (i32x4.trunc_sat_f64x2_s_zero (local.get $position)))
        (local.set $first
          (v128.load
            (i32.add (local.get $table)
              (i32.shl (i32x4.extract_lane 0 (local.get $step)) (i32.const 3)))))
        (local.set $second
          (v128.load
            (i32.add (local.get $table)
              (i32.shl (i32x4.extract_lane 1 (local.get $step)) (i32.const 3)))))
        (local.set $below
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
            (local.get $first) (local.get $second)))
        (local.set $above
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
            (local.get $first) (local.get $second)))
        (local.set $left
          (i32x4.trunc_sat_f64x2_s_zero
            (f64x2.add
              (f64x2.add (local.get $below)
                (f64x2.mul
                  (f64x2.sub (local.get $above) (local.get $below))
                  (f64x2.sub (local.get $position) (f64x2.convert_low_i32x4_s (local.get $step)))))
              (local.get $half))))
        (local.set $position
          (f64x2.mul
            (f64x2.add (f64x2.promote_low_f32x4 (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15
                      (local.get $logits) (local.get $logits))) (local.get $offset))
            (local.get $scale)))
        (local.set $step (i32x4.trunc_sat_f64x2_s_zero (local.get $position)))
        (local.set $first
          (v128.load
            (i32.add (local.get $table)
              (i32.shl (i32x4.extract_lane 0 (local.get $step)) (i32.const 3)))))
        (local.set $second
          (v128.load
            (i32.add (local.get $table)
              (i32.shl (i32x4.extract_lane 1 (local.get $step)) (i32.const 3)))))
        (local.set $below
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
            (local.get $first) (local.get $second)))
        (local.set $above
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
            (local.get $first) (local.get $second)))
        (local.set $right
          (i32x4.trunc_sat_f64x2_s_zero
            (f64x2.add
              (f64x2.add (local.get $below)
                (f64x2.mul
                  (f64x2.sub (local.get $above) (local.get $below))
                  (f64x2.sub (local.get $position) (f64x2.convert_low_i32x4_s (local.get $step)))))
              (local.get $half))))
        (v128.store64_lane 0
          (local.get $target)
          (i16x8.narrow_i32x4_u
            (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
              (local.get $left) (local.get $right))
            (local.get $left)))
        (local.set $source (i32.add (local.get $source) (i32.const 16)))
        (local.set $target (i32.add (local.get $target) (i32.const 8)))
        (br $four)))
    (v128.any_true (local.get $strange))))
