// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IBooks} from "gimbal/interfaces/IBooks.sol";
import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {HedgeLimits} from "gimbal/types/Config.sol";
import {FundEntry, Ledger} from "gimbal/types/Ledger.sol";
import {MandateBody} from "gimbal/types/Mandate.sol";
import {Heartbeat, Kind, Report} from "gimbal/types/Message.sol";
import {Spoke} from "../base/Chains.sol";
import {Terms} from "../base/Terms.sol";
import {Settling} from "./Settling.sol";

/// @notice What must hold after every action:
///  1. No trade broke its rules: need, direction, size, authority, price (P1, P2, P6), no owner's action left a book unsound
///     (P11), no payment exceeded the hub's tokens (P14), no fill that was due failed (P16), no epoch fell (P3).
///  2. What is in force anywhere is what its sender sent under the highest confirmed epoch (P4, P10).
///  3. Hub tokens reconcile with cash, debt, queue and backstop, and the balance is at least accounted (P5, P14).
///  4. Bridged quote is locked quote; nothing arrives that was not sent (P5).
///  5. A vault holds at least what its books and its pool own, and they own exactly what is accounted (P5).
///  6. Per book, counters at both ends agree in order: sent is at least received and refunded, expired at least refunded, sent
///     back and refunded at least collected; pools hold what is not yet anyone's, to the unit where no bridge is between (P5).
///  7. Turnover and adverse cost stay within capacity plus refill (P6).
///  8. The hub recognises no more than net sent plus the governed gain, and no ledger a vault did not have (P15).
///  9. For unchanged positions, targets in force over all spokes sum to T within the governed gap (P17).
/// 10. Each series sums to zero, and what is settled leaves nothing (P20).
/// 11. The short gamma of a market is the sum of what its hedged books were last measured with.
/// 12. One hostile family quarantines nobody (P10, P21).
abstract contract Checks is Settling {
    function check() external view {
        assertEq(broken.length, 0, broken.length == 0 ? "" : broken[0]);
        _hubTokensReconcile();
        for (uint256 i; i < chains.length; i++) {
            Spoke storage s = at[chains[i]];
            _whatIsInForceWasSent(s);
            if (s.chain != HUB) _bridgedIsLocked(s);
            _vaultIsBacked(s);
            _spendingIsBounded(s);
            assertFalse(hub.mandates.isQuarantined(s.chain), "12. P21: quarantined by a lie");
            for (uint256 j; j < 3; j++) {
                _countersAgree(books[j], s);
                _recognisedIsBounded(books[j], s);
            }
            _poolsHoldTheRest(s);
        }
        for (uint256 j; j < 3; j++) {
            _targetsSumUp(books[j]);
        }
        _seriesSumToZero();
        _shortGammaSumsUp();
    }

    function _whatIsInForceWasSent(Spoke storage s) private view {
        (Heartbeat memory current,,) = s.control.heartbeat();
        bytes32 digest = keccak256(abi.encode(current));
        if (current.epoch != 0) assertTrue(beatSent[s.chain][digest], "2. P10: a forged heartbeat");
        assertEq(current.epoch, s.transport.confirmedEpoch(HUB, Kind.HEARTBEAT), "2. P4: heartbeat");
        (uint64 version, bytes32 config) = s.control.configVersion();
        if (version != 0) assertTrue(configSent[s.chain][config], "2. P10: a forged config");
        (Report memory last,) = hub.mandates.lastReport(s.chain);
        if (last.sequence == 0) return;
        assertTrue(reportSent[s.chain][keccak256(abi.encode(last))], "2. P10: a forged report");
        assertEq(last.sequence, at[HUB].transport.confirmedEpoch(s.chain, Kind.REPORT), "2. P4: report");
    }

    function _hubTokensReconcile() private view {
        (uint256 cash, uint256 debt, uint256 queued) = hub.books.totals();
        (uint256 backstop, int256 settling) = hub.books.buckets();
        uint256 accounted = hub.books.accounted();
        int256 owed = int256(cash + queued + backstop) - int256(debt) + settling;
        assertEq(owed, int256(accounted), "3. P5: totals");
        assertGe(at[HUB].quote.balanceOf(address(hub.books)), accounted, "3. P14: hub tokens");
    }

    function _bridgedIsLocked(Spoke storage s) private view {
        Spoke storage home = at[HUB];
        assertGe(home.bridge.sent(s.chain), s.bridge.received(HUB), "4. P5: arrived more than sent");
        assertGe(s.bridge.sent(HUB), home.bridge.received(s.chain), "4. P5: returned more than sent");
        assertEq(
            s.quote.totalSupply(),
            s.bridge.received(HUB) - s.bridge.sent(HUB) - s.bridge.fees(),
            "4. P5: supply"
        );
        uint256 locked;
        for (uint256 i; i < chains.length; i++) {
            if (chains[i] != HUB) locked += home.bridge.sent(chains[i]) - home.bridge.received(chains[i]);
        }
        locked += home.bridge.fees();
        assertGe(home.quote.balanceOf(address(home.bridge)), locked, "4. P5: locked");
    }

    function _vaultIsBacked(Spoke storage s) private view {
        (uint256 base, uint256 quote) = s.vault.accounted();
        assertGe(s.base.balanceOf(address(s.vault)), base, "5. P5: base");
        assertGe(s.quote.balanceOf(address(s.vault)), quote, "5. P5: quote");
        uint256 owned = s.vault.pool();
        uint256 held;
        for (uint256 i; i < books.length; i++) {
            (uint256 b, uint256 q) = s.vault.holdings(books[i]);
            (held, owned) = (held + b, owned + q);
        }
        assertEq(held, base, "5. P5: base of the books");
        assertEq(owned, quote, "5. P5: quote of the books and the pool");
    }

    function _countersAgree(uint64 book, Spoke storage s) private view {
        FundEntry memory entry = hub.funding.entry(book, s.chain);
        Ledger memory ledger = s.vault.ledger(book);
        uint256 settled = uint256(ledger.received) + ledger.refunded;
        assertGe(entry.sent, settled + s.vault.expired(book), "6. P5: settled more than sent");
        assertGe(entry.sent, entry.expired, "6. P5: expired more than sent");
        assertGe(entry.expired, ledger.refunded, "6. P5: refunded more than expired");
        uint256 returned = uint256(ledger.sent) + ledger.refunded;
        assertGe(returned, hub.funding.received(book, s.chain), "6. P5: collected more than returned");
        uint256 most = uint256(entry.sent) / 100;
        assertLe(hub.funding.bridgeFees(book, s.chain), most, "6. P6: bridge fees out");
        assertLe(ledger.bridgeFees, returned / 100, "6. P6: bridge fees home");
        assertGe(entry.recalled, ledger.sent, "6. P5: returned more than recalled");
    }

    function _poolsHoldTheRest(Spoke storage s) private view {
        uint256 out;
        uint256 back;
        for (uint256 j; j < 3; j++) {
            Ledger memory ledger = s.vault.ledger(books[j]);
            out += hub.funding.entry(books[j], s.chain).sent - ledger.received - ledger.refunded;
            back += ledger.sent + ledger.refunded - hub.funding.received(books[j], s.chain);
        }
        assertGe(out + gifts[s.chain], s.vault.pool(), "6. P5: a pool of more than is under way");
        assertGe(back, hub.funding.pool(s.chain), "6. P5: more came back than was sent back");
        if (s.chain != HUB) return;
        assertEq(out, s.vault.pool(), "6. P5: the pool of the vault at home");
        assertEq(back, hub.funding.pool(HUB), "6. P5: the pool at home");
    }

    function _spendingIsBounded(Spoke storage s) private view {
        HedgeLimits memory limits = Terms.limits();
        Spent storage total = spent[s.chain];
        uint256 elapsed = block.timestamp - began;
        uint256 turnover = limits.turnoverCapacity + limits.turnoverRate * elapsed;
        assertLe(total.turnover, turnover, "7. P6: turnover");
        assertLe(total.cost, limits.costCapacity + limits.costRate * elapsed, "7. P6: adverse cost");
        uint256 fills = (limits.fillCapacity + limits.fillRate * elapsed) * total.parts / 1e18;
        assertLe(total.fillTurnover, fills, "7. P6: fills");
        assertLe(total.fillCost, fills * limits.slippage / 1e18, "7. P6: premium");
    }

    function _recognisedIsBounded(uint64 book, Spoke storage s) private view {
        Ledger memory claim = hub.mandates.claim(book, s.chain).ledger;
        Ledger memory real = s.vault.ledger(book);
        assertLe(claim.received, real.received, "8. P15: received");
        assertLe(claim.bought, real.bought, "8. P15: bought");
        assertLe(claim.got, real.got, "8. P15: got");
        assertLe(claim.refunded, real.refunded, "8. P15: refunded");
        uint256 sent = hub.funding.entry(book, s.chain).sent;
        uint256 age = block.timestamp - hub.funding.meanSent(book, s.chain);
        uint256 gain = sent * Terms.mandate().gainRate * age / 1 days / 1e18;
        uint256 most = (sent + gain) * 1e12;
        assertLe(hub.mandates.recognisedCap(book, s.chain), most, "8. P15: net sent plus gain");
    }

    function _targetsSumUp(uint64 book) private view {
        IBooks.Position[] memory positions = hub.books.positions(book);
        if (positions.length == 0) return;
        int256 sum;
        int256 whole;
        bool known;
        for (uint256 i; i < chains.length; i++) {
            (bool found, IHedgeExecutor.BookCall memory c) = bookCall(book, chains[i]);
            if (!found) continue;
            IHedgeExecutor executor = at[chains[i]].executor;
            sum += executor.evaluate(c.body, price, uint64(block.timestamp)).target;
            if (c.body.share == 0) continue;
            if (!_isSame(book, c.body, positions)) return;
            (c.body.share, c.body.offset) = (1e18, 0);
            (known, whole) = (true, executor.evaluate(c.body, price, uint64(block.timestamp)).target);
        }
        if (!known) return;
        uint256 gap = hub.margin.targetRange(book) * Terms.mandate().gap / 1e18;
        assertLe(_abs(sum - whole), gap + 0.1e18, "9. P17: targets in force");
    }

    function _isSame(uint64 book, MandateBody memory body, IBooks.Position[] memory positions)
        private
        view
        returns (bool)
    {
        if (body.legs.length != positions.length) return false;
        for (uint256 i; i < body.legs.length; i++) {
            if (hub.books.sizeOf(book, body.legs[i].series) != body.legs[i].size) return false;
        }
        return true;
    }

    function _shortGammaSumsUp() private view {
        uint256 sum;
        for (uint256 i; i < 3; i++) {
            sum += hub.gamma.shortGammaOf(books[i]);
        }
        assertEq(hub.gamma.shortGammaOf(dora), 0, "11. an unhedged book counts");
        assertEq(hub.gamma.totalOf(Terms.MARKET), sum, "11. short gamma");
    }

    function _seriesSumToZero() private view {
        (, int256 settling) = hub.books.buckets();
        for (uint256 i; i < series.length; i++) {
            int256 sum;
            for (uint256 j; j < books.length; j++) {
                sum += hub.books.sizeOf(books[j], series[i]);
            }
            (, bool settled) = hub.settlement.priceOf(Terms.MARKET, series[i].expiry());
            if (!settled) {
                assertEq(sum, 0, "10. P20: a series does not sum to zero");
            } else {
                // Paid to one side, it is to be taken from the other yet.
                settling -= sum / int256(uint256(Terms.LOT)) * int256(hub.settlement.payoffPerLot(series[i]));
            }
        }
        assertEq(settling, 0, "10. P20: settlement leaves something");
    }
}
