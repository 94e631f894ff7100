// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SettlementTerms} from "../types/Config.sol";
import {Leg} from "../types/Mandate.sol";
import {BlackScholes} from "./BlackScholes.sol";
import {INV_LN2_Q64, LN2_Q96} from "./Exponential.sol";
import {InstantWeight} from "./InstantWeight.sol";
import {Normal} from "./Normal.sol";
import {SquareRoot} from "./SquareRoot.sol";

/// @title Delta, gamma and variance left of a list of series at one spot and time
/// @notice Neighbours of one expiry share the root of its time and its weight, and the call and the put of one strike share
/// everything: the numbers do not depend on the order, only the gas does. With v = vol sqrt(tau), per option on 1.0 base delta
/// and gamma * S * v are within 1e-18 of Black and Scholes, plus 3e-19 of (|ln(S / K)| + |carry| tau) / v where the two nearly
/// cancel; sums are rounded once. The variance is that of `BookVariance` within a unit, which cutting years to
/// 18 decimals adds vol^2 units to; years saturate at ten.
/// @dev The logarithm, density and tail are those of `Logarithm`, `Exponential` and `Normal`, written out in one block with one
/// or two levels less where 18 digits are enough: calls between them would cost a third as much again.
library SeriesRun {
    uint256 private constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;
    uint256 private constant ONE = 2 ** 96;
    uint256 private constant MAX_AMOUNT = (1 << 112) - 1;
    uint256 private constant MAX_TAU = 10e18;
    /// @dev Above every expiry
    uint256 private constant MAX_TIME = 2 ** 64;
    /// @dev Differs from that of every id with an expiry below 2^40 - 1.
    uint256 private constant NO_BASE = type(uint256).max;
    int256 private constant FAR = 10 * 2 ** 96;
    /// @dev phi / v saturates here, Q72, and gamma of a book here, so that what follows fits a word.
    uint256 private constant MAX_STEEPNESS = 2 ** 96;
    uint256 private constant MAX_GAMMA = 2 ** 180;
    /// @dev A width of 8.5e-8, above 2^127.5. Round numbers cost more: the compiler computes them.
    uint256 private constant NARROW = 242345678901234567890123456789012345678;
    /// @dev 0.1716 in Q125 and twice that: ratios 0.7071 to 1.4143.
    uint256 private constant NEAR = 7299056770454130041289385329411428135;
    uint256 private constant TWICE_NEAR = 14598113540908260082578770658822856270;
    uint256 private constant LN2_Q247 =
        156759687863264275121550594152949356511700522678886614465083725596523353469;
    uint256 private constant HALF_LN2_Q96 = 27458388733853736675570735564;
    /// @dev 1 / (2 sqrt(pi)) in Q96
    uint256 private constant INV_TWICE_SQRT_PI = 22349852007088376149602616640;
    /// @dev 1e54 / 2^29: from vol^2 tau shifted by 64 to Q93.
    uint256 private constant FIVE_TO_54_BY_2_TO_25 = 1862645149230957031250000000000000000000000000;
    /// @dev 1e36 / 2^55: from years of 18 decimals to Q247 per 1e-18 of carry once they are shifted by 192.
    uint256 private constant FIVE_TO_36_BY_2_TO_19 = 27755575615628913511;

    /// @param rootTau root of the years to the expiry at hand in Q151, per 1e-18 of vol
    /// @param drift those years in Q247, per 1e-18 of carry
    /// @param base market and expiry at hand, where an id has them
    /// @param left instants left to it
    /// @param settling an expiry up to this one may have passed an instant: its legs go apart
    /// @param delta sum of size * instants left * delta, Q96
    /// @param steepness sum of size * instants left * phi(d1) / v, Q72
    /// @param squares sum of |size| * instants left * v^2, Q93
    /// @param sizes sum of |size| * instants left
    struct Run {
        uint256 spot;
        uint256 rootTau;
        uint256 drift;
        uint256 base;
        uint256 left;
        uint256 settling;
        uint256 time;
        int256 delta;
        int256 steepness;
        uint256 squares;
        uint256 sizes;
    }

    /// @notice -sum size * weight * delta, -sum size * weight * gamma and sum |size| * weight * v^2 / sum |size| * weight, 18 decimals;
    /// the last is zero once nothing lives.
    /// @dev Up to 256 legs. Strike, vol and carry are taken as they are: their types bound them.
    function sum(Leg[] memory legs, uint256 spot, uint256 time, SettlementTerms memory terms)
        internal
        pure
        returns (int256 delta, int256 gamma, uint256 variance)
    {
        if (spot >> 112 != 0) spot = MAX_AMOUNT;
        if (time >> 64 != 0) time = MAX_TIME;
        (uint256 window, uint256 instants) = InstantWeight.schedule(terms);
        // |size| <= 2^127, instants < 2^16, deltas and steepness at most 2^96, squares below 2^105, 2^8 legs: sums are below 2^256.
        unchecked {
            // Without spot every leg goes apart, as its outcome is certain.
            uint256 settling = spot == 0 ? MAX_TIME : time + window;
            Run memory r = Run(spot, 0, 0, NO_BASE, instants, settling, time, 0, 0, 0, 0);
            uint256 at;
            assembly ("memory-safe") {
                at := add(legs, 0x20)
            }
            uint256 end = at + legs.length * 32;
            while ((at = _legs(r, at, end)) != end) at = _apart(r, at, end, window, instants);
            (delta, gamma) = _inWad(r.delta, r.steepness, int256(instants), int256(spot));
            assembly ("memory-safe") {
                // Nothing by nothing is nothing. A mean is no larger than the largest, 2^105.
                variance := shr(93, mul(div(mload(add(r, 0x120)), mload(add(r, 0x140))), WAD))
            }
        }
    }

    /// @dev -delta and -sum of size * phi / (v S) from their sums. Without spot there is no gamma.
    function _inWad(int256 delta, int256 steepness, int256 instants, int256 spot)
        private
        pure
        returns (int256, int256 gamma)
    {
        uint256 wide;
        assembly ("memory-safe") {
            delta := sdiv(sub(0, delta), shl(96, instants))
            steepness := sdiv(sub(0, steepness), instants)
            wide := shr(195, add(steepness, shl(194, 1)))
            // Below 2^254 unless wide.
            gamma := sdiv(mul(steepness, WAD), shl(72, spot))
        }
        if (wide != 0 && spot != 0) {
            unchecked {
                uint256 g =
                    FixedPointMathLib.fullMulDiv(FixedPointMathLib.abs(steepness), WAD, uint256(spot) << 72);
                if (g > MAX_GAMMA) g = MAX_GAMMA;
                gamma = steepness < 0 ? -int256(g) : int256(g);
            }
        }
        return (delta, gamma);
    }

    /// @dev A leg that has passed an instant, and those after it of its expiry; or one that is too narrow.
    /// @return next the first leg not taken
    function _apart(Run memory r, uint256 at, uint256 end, uint256 window, uint256 instants)
        private
        pure
        returns (uint256 next)
    {
        uint256 id;
        assembly ("memory-safe") {
            id := mload(mload(at))
        }
        // Years are at most ten, 2^63.2 * 1e-18: the root is below 2^127.7, the drift below 2^191.
        unchecked {
            uint256 expiry = (id >> 184) & 0xffffffffff;
            uint256 left = InstantWeight.left(expiry, r.time, window, instants);
            if (left == 0) return at + 32;
            uint256 tau = (expiry - r.time) * WAD / YEAR;
            if (tau > MAX_TAU) tau = MAX_TAU;
            r.rootTau = r.spot == 0 ? 0 : (SquareRoot.ofTime(tau) << 55) / 1e27;
            r.drift = (tau << 192) / FIVE_TO_36_BY_2_TO_19;
            uint256 settling = r.settling;
            (r.base, r.left, r.settling) = ((id >> 184) << 184, left, MAX_TIME);
            next = _legs(r, at, end);
            if (next == at) {
                _narrow(r, at, tau, int256(left));
                next += 32;
            }
            r.settling = settling;
            (r.rootTau, r.base, r.left) = (0, NO_BASE, instants);
        }
    }

    /// @dev Legs from `at` on, of the expiry at hand and of others without settlement, while their width is above NARROW.
    function _legs(Run memory r, uint256 at, uint256 end) private pure returns (uint256 next) {
        // A leg in memory: market (32) | expiry (40) | strike (128) | zero (55) | put (1); size; vol; carry. Clean words.
        // vol < 2^64 and rootTau < 2^92.9: widths are below 2^156.9, the square of half of one below 2^201.8 in Q192. Moneyness and
        // drift are below 89 and 93, 2^254.6 in Q247; d1 is below 2^32 in Q96, its square below 2^256.
        assembly ("memory-safe") {
            let delta := 0
            let steepness := 0
            let squares := 0
            let sizes := 0
            // Of the strike before: itself, delta of the call (in between d1), phi / v.
            let strike := not(0)
            let q := 0
            let g := 0
            mstore(0x00, mload(add(r, 0x20)))
            mstore(0x20, mload(add(r, 0x40)))
            next := mload(add(r, 0x60))
            for {} lt(at, end) { at := add(at, 0x20) } {
                let leg := mload(at)
                // Above 2^128 where market or expiry differ.
                let k := shr(56, sub(mload(leg), next))
                let v := mul(mload(add(leg, 0x40)), mload(0x00))
                if or(or(shr(128, k), eq(k, strike)), gt(NARROW, v)) {
                    if eq(k, strike) {
                        // The strike again, mostly with its vol and carry.
                        k := mload(sub(at, 0x20))
                        if iszero(
                            or(
                                xor(mload(add(k, 0x40)), mload(add(leg, 0x40))),
                                xor(mload(add(k, 0x60)), mload(add(leg, 0x60)))
                            )
                        ) {
                            k := mload(add(leg, 0x20))
                            delta := add(delta, mul(k, sub(q, shl(96, and(mload(leg), 1)))))
                            steepness := add(steepness, mul(k, g))
                            k := mul(k, or(1, sar(255, k)))
                            v := shr(56, v)
                            squares := add(squares, mul(k, shr(97, mul(v, v))))
                            sizes := add(sizes, k)
                            continue
                        }
                        k := strike
                    }
                    if shr(128, k) {
                        // Another expiry, if its weight is that of the last: one.
                        k := and(shr(184, mload(leg)), 0xffffffffff)
                        if iszero(gt(k, mload(add(r, 0xa0)))) { break }
                        k := sub(k, mload(add(r, 0xc0)))
                        k := div(mul(k, WAD), YEAR)
                        if gt(k, MAX_TAU) { k := MAX_TAU }
                        mstore(0x20, div(shl(192, k), FIVE_TO_36_BY_2_TO_19))
                        {
                            // As in SquareRoot.
                            let s := shl(5, lt(0xffffffff, k))
                            s := or(s, shl(4, lt(0xffff, shr(s, k))))
                            s := or(s, shl(3, lt(0xff, shr(s, k))))
                            let y := shr(shr(1, s), mul(add(k, shl(s, 16)), 6793755514476281250393198583))
                            s := shl(192, k)
                            y := shr(1, add(y, div(s, y)))
                            y := shr(1, add(y, div(s, y)))
                            y := shr(1, add(y, div(s, y)))
                            y := shr(1, add(y, div(s, y)))
                            y := shr(1, add(y, div(s, y)))
                            mstore(0x00, div(shl(55, y), 1000000000000000000000000000))
                        }
                        next := shl(184, shr(184, mload(leg)))
                        k := shr(56, sub(mload(leg), next))
                        v := mul(mload(add(leg, 0x40)), mload(0x00))
                    }
                    if gt(NARROW, v) { break }
                }
                strike := k
                {
                    // ln(S / K) = 2 atanh((S - K) / (S + K)), near by powers of two, and carry.
                    let z := sdiv(shl(125, sub(mload(r), k)), add(mload(r), k))
                    let y := mul(mload(add(leg, 0x60)), mload(0x20))
                    if gt(add(z, NEAR), TWICE_NEAR) {
                        let a := mload(r)
                        for {} gt(add(z, NEAR), TWICE_NEAR) {} {
                            switch sgt(z, 0)
                            case 1 {
                                k := shl(1, or(k, iszero(k)))
                                y := add(y, LN2_Q247)
                            }
                            default {
                                a := shl(1, a)
                                y := sub(y, LN2_Q247)
                            }
                            z := sdiv(shl(125, sub(a, k)), add(a, k))
                        }
                    }
                    // 2 atanh(z) / z in Q122: three levels in z^2, relative error 2.5e-19. d1 = moneyness / v + v / 2.
                    let u := shr(128, mul(z, z))
                    // forgefmt: disable-next-item
                    q := add(shr(56, v), sdiv(add(y, mul(z, sub(2237769901690359714249321595004917431,
                    sdiv(166480885779727374313793414753686088335154699698866246294800078406418799565,
                    sub(u, add(26843623047181781022938072975406826543,
                    sdiv(91928121025025265124225547061973455440418557739275898562533258538989713959,
                    sub(u, sub(13612102583568965878385097069428972780,
                    sdiv(3532418588766372555220171846084728315671943153670965629005804659335036148,
                    sub(6955149196705362242420631453520136373, u))))))))))), v))
                }
                {
                    // phi(d1) = e^(r - n ln 2) / (2 sqrt(pi)) with r = (n + 1/2) ln 2 - d1^2 / 2; e^r = (D + r) / (D - r), D two
                    // levels in r^2, relative error 8.5e-19. Beyond 12 deviations the shift leaves nothing.
                    let h := shr(97, mul(q, q))
                    let n := shr(160, mul(h, INV_LN2_Q64))
                    let e := sub(add(mul(n, LN2_Q96), HALF_LN2_Q96), h)
                    let c := shr(96, mul(e, e))
                    // forgefmt: disable-next-item
                    let d := sub(2378034487464042284508814082307,
                        sdiv(58079630318763304209423431282537985193777451038330266440316214,
                        add(c, sub(29669517856830112921015503088494,
                        sdiv(12714643992806896336175059540205040678360089509738660993604561,
                        add(c, 3630110578671894676589905156812))))))
                    g := shr(n, div(mul(add(d, e), INV_TWICE_SQRT_PI), sub(d, e)))
                }
                {
                    // Phi(-|d1|) = phi R, R as in Normal.
                    let sign := sar(255, q)
                    let x := sub(xor(q, sign), sign)
                    // forgefmt: disable-next-item
                    q := shr(96, mul(g,
                        sdiv(6277081696431262473031317000296909885760693001725878009120,
                        sub(x, sub(18852713327749881016192844,
                        sdiv(6332793730821703770080763733120069273866524556671667765366,
                        add(x, sub(17337775914538073786263544169,
                        sdiv(12867155041116402442535748330728173469779195717227717224040,
                        add(x, add(2312330262886475997225329377853,
                        sdiv(3112805549856215774751644347271799056999137029244612956681488,
                        sub(x, add(1223096240426539511419313360975,
                        sdiv(35125660303443538767118638041695651675628106540728322862152,
                        add(x, add(214646363074302319438999298459,
                        sdiv(183687186356376718329244848054776596899226822790517375603144,
                        add(x, add(304459466412540628254769594366,
                        sdiv(2775226631782507445919514223141070684481335163903057873468,
                        add(x, sub(2646983741125152627501002539642,
                        sdiv(6375734250335397714997758667999601947283608448678104342427086,
                        sub(2351092490920122213324335908790, x)))))))))))))))))))))))))
                    if iszero(sign) { q := sub(ONE, q) }
                }
                g := div(shl(127, g), v)
                let size := mload(add(leg, 0x20))
                delta := add(delta, mul(size, sub(q, shl(96, and(mload(leg), 1)))))
                steepness := add(steepness, mul(size, g))
                size := mul(size, or(1, sar(255, size)))
                v := shr(56, v)
                squares := add(squares, mul(size, shr(97, mul(v, v))))
                sizes := add(sizes, size)
            }
            next := mload(add(r, 0x80))
            mstore(add(r, 0xe0), add(mload(add(r, 0xe0)), mul(next, delta)))
            mstore(add(r, 0x100), add(mload(add(r, 0x100)), mul(next, steepness)))
            mstore(add(r, 0x120), add(mload(add(r, 0x120)), mul(next, squares)))
            mstore(add(r, 0x140), add(mload(add(r, 0x140)), mul(next, sizes)))
            next := at
        }
    }

    /// @dev A leg without vol, or with so little that its width is no longer a divisor as good as any; or any without spot.
    function _narrow(Run memory r, uint256 at, uint256 tau, int256 left) private pure {
        Leg memory leg;
        assembly ("memory-safe") {
            leg := mload(at)
        }
        (int256 x, uint256 width) =
            BlackScholes.moneynessAndWidth(r.spot, leg.series.strike(), leg.vol, tau, leg.carry);
        // d1 is below 2^193 and phi below 2^95; vol^2 tau is below 2^191.2.
        unchecked {
            if (width != 0) x = (x << 120) / int256(width) + int256(width >> 57);
            uint256 q = x > 0 ? ONE : x == 0 && width == 0 ? ONE / 2 : 0;
            uint256 g;
            if (width != 0 && x < FAR && x > -FAR) {
                g = Normal.density(x);
                q = (g * Normal.mills(x)) >> 96;
                if (x > 0) q = ONE - q;
                g = FixedPointMathLib.min((g << 128) / width, MAX_STEEPNESS);
            }
            uint256 size = FixedPointMathLib.abs(leg.size) * uint256(left);
            r.squares += size * (((uint256(leg.vol) * leg.vol * tau) << 64) / FIVE_TO_54_BY_2_TO_25);
            r.sizes += size;
            left *= leg.size;
            r.delta += left * (int256(q) - (leg.series.isPut() ? int256(ONE) : int256(0)));
            r.steepness += left * int256(g);
        }
    }
}
