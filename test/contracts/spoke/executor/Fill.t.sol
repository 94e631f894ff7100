// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";
import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {ISpokeControl} from "gimbal/interfaces/ISpokeControl.sol";
import {Budget} from "gimbal/spoke/Budget.sol";
import {Ledger} from "gimbal/types/Ledger.sol";
import {MandateBody} from "gimbal/types/Mandate.sol";
import {LeaseState} from "gimbal/types/Message.sol";
import {ExecutorFixture} from "./ExecutorFixture.sol";

contract FillTest is ExecutorFixture {
    function setUp() public override {
        super.setUp();
        give(7, 400_000e6);
    }

    function body() internal pure returns (MandateBody memory) {
        return bodyOf(7, -100e18);
    }

    /// @dev Oracle price × (1 ± premium), premium linear from 1.25 a to 3 a up to 1 %.
    function expectedPrice(bool buying) internal view returns (uint256) {
        IHedgeExecutor.BookView memory at = evaluate(body());
        uint256 y = uint256(at.held > at.target ? at.held - at.target : at.target - at.held);
        (uint256 start, uint256 full) = (at.outer * 125 / 100, at.outer * 3);
        uint256 rate = y >= full ? 0.01e18 : 0.01e18 * (y - start) / (full - start);
        uint256 premium = oracle.price() * rate / 1e18;
        return buying ? oracle.price() + premium : oracle.price() - premium;
    }

    function test_P16_anyoneSellsBaseToABookThatIsShortOfIt() public {
        removeLiquidity(pool, 1e19);
        uint256 price = expectedPrice(true);
        assertGt(price, PRICE, "a premium is paid");
        uint256 got = fill(body(), 10e18, 0);
        assertEq(got, 10 * price / 1e12, "rounded down");
        Ledger memory ledger = vault.ledger(7);
        assertEq(ledger.bought, 10e18);
        assertEq(ledger.paid, got);
        requireConserved();
    }

    function test_P16_anyoneBuysBaseFromABookThatHasTooMuch() public {
        hedge(body(), needOf(body()));
        moveTo(2200e18);
        uint256 price = expectedPrice(false);
        assertLt(price, 2200e18);
        uint256 paid = fill(body(), -5e18, type(uint256).max);
        assertEq(paid, (5 * price + 1e12 - 1) / 1e12, "rounded up");
        assertEq(vault.ledger(7).sold, 5e18);
        assertEq(vault.ledger(7).got, paid);
        requireConserved();
    }

    function test_P1_takesNoMoreThanToTheInnerBand() public {
        int256 y = distance(body());
        uint256 inner = evaluate(body()).inner;
        fill(body(), 1000e18, 0);
        assertGt(distance(body()), y);
        assertEq(uint256(-distance(body())), inner);
        assertFalse(exec.isActive(7));
    }

    /// @dev The filler asked for all; a stranger had filled a part just before.
    function test_P16_whoComesFirstDoesNotMakeTheNextFail() public {
        int256 need = needOf(body());
        uint256 asked = uint256(need) * 2990 / 1e12;
        fill(body(), 1e18, 0);
        uint256 before = vault.ledger(7).bought;
        uint256 got = fill(body(), need, asked);
        uint256 filled = vault.ledger(7).bought - before;
        assertLt(filled, uint256(need));
        assertGe(got, asked * filled / uint256(need), "at the limit's price or better");
    }

    function test_P16_hedgesAndTheirIntervalDoNotStopAFill() public {
        hedge(body(), 1e18);
        fill(body(), 1e18, 0);
    }

    function test_P16_aSpentHedgeBudgetDoesNotStopAFill() public {
        config.limits.turnoverCapacity = 0;
        config.limits.turnoverRate = 0;
        control.setMarket(config);
        fill(body(), 1e18, 0);
    }

    function test_premiumIsZeroAtTheFillDistance_andWholeAtItsFullMultiple() public {
        config.limits.fillDistance = 2e18;
        config.limits.fillFull = 2.5e18;
        control.setMarket(config);
        assertGt(uint256(-distance(body())), evaluate(body()).outer * 25 / 10);
        assertEq(fill(body(), 1e18, 0), 3030e6, "1 %");
    }

    function test_refusesBelowTheFillDistance() public {
        hedge(body(), 40e18);
        uint256 y = uint256(-distance(body()));
        uint256 start = evaluate(body()).outer * 125 / 100;
        assertLt(y, start);
        fillReverts(
            body(), 1e18, 0, abi.encodeWithSelector(IHedgeExecutor.BelowFillDistance.selector, 7, y, start)
        );
    }

    function test_refusesTheWrongDirection_andNothing() public {
        int256 y = distance(body());
        bytes4 wrong = IHedgeExecutor.WrongDirection.selector;
        fillReverts(body(), -1e18, type(uint256).max, abi.encodeWithSelector(wrong, 7, y, -1e18));
        fillReverts(body(), 0, 0, abi.encodeWithSelector(wrong, 7, y, 0));
        fillReverts(body(), int256(LOT) - 1, 0, abi.encodeWithSelector(IHedgeExecutor.NothingToDo.selector));
    }

    function test_holdsTheFillersLimit() public {
        uint256 price = expectedPrice(true);
        uint256 quote = 10 * price / 1e12;
        fillReverts(
            body(),
            10e18,
            quote + 1,
            abi.encodeWithSelector(IHedgeExecutor.FillLimit.selector, quote, quote + 1)
        );
        fill(body(), 10e18, quote);
    }

    function test_P2_needsALeaseThatIsNotPausedAndAPrice() public {
        control.setLease(LeaseState.HOLD);
        fillReverts(
            body(), 1e18, 0, abi.encodeWithSelector(IHedgeExecutor.LeaseEnded.selector, LeaseState.HOLD)
        );
        control.setLease(LeaseState.GRACE);
        control.setPausedUntil(uint64(block.timestamp + 1));
        fillReverts(
            body(), 1e18, 0, abi.encodeWithSelector(IHedgeExecutor.SpokePaused.selector, block.timestamp + 1)
        );
        control.setPausedUntil(0);
        oracle.refuse("disagree");
        fillReverts(body(), 1e18, 0, "disagree");
        oracle.refuse("");
        fill(body(), 1e18, 0);
    }

    function test_refusesPastItsDeadline_andABodyThatIsNotInForce() public {
        IHedgeExecutor.BookCall memory call = callOf(body());
        arm(filler);
        vm.startPrank(filler);
        vm.expectRevert(
            abi.encodeWithSelector(IHedgeExecutor.Expired.selector, block.timestamp - 1, block.timestamp)
        );
        exec.fill(call, 1e18, new bytes[](0), 0, uint64(block.timestamp - 1));
        call.body.offset = 1e18;
        vm.expectPartialRevert(ISpokeControl.NotUnderMandateRoot.selector);
        exec.fill(call, 1e18, new bytes[](0), 0, uint64(block.timestamp));
    }

    function test_P6_hasABudgetOfItsOwn_halvedInGrace() public {
        config.limits.fillCapacity = 30_000e18;
        config.limits.fillRate = 30e18;
        control.setMarket(config);
        fill(body(), 20e18, 0);
        assertEq(vault.ledger(7).bought, 10e18, "as much as the budget leaves");
        (,, Budget.Bucket memory fills) = exec.spent(7);
        assertEq(fills.level, 30_000e18);
        fillReverts(
            body(),
            1e18,
            0,
            abi.encodeWithSelector(IHedgeExecutor.BudgetSpent.selector, bytes32("FILLS"), 30e18, 0)
        );
        vm.warp(block.timestamp + 100);
        control.setLease(LeaseState.GRACE);
        fillReverts(
            body(),
            1e18,
            0,
            abi.encodeWithSelector(IHedgeExecutor.BudgetSpent.selector, bytes32("FILLS"), 30e18, 0)
        );
        control.setLease(LeaseState.LIVE);
        fill(body(), 20e18, 0);
        assertEq(vault.ledger(7).bought, 11e18, "100 s of 30");
    }

    function test_P5_takesNoMoreThanTheBookCanPay() public {
        MandateBody memory poor = bodyOf(8, -100e18);
        give(8, 3_000e6);
        give(9, 3_000_000e6);
        config.limits.fillCapacity = 4_000_000e18;
        control.setMarket(config);
        fill(poor, 20e18, 0);
        (, uint256 left) = vault.holdings(8);
        assertLt(left, 2, "a rounding unit");
        assertGt(vault.ledger(8).bought, 0.98e18);
        requireConserved();
    }

    function test_tellsTheFillerAndTheWholeExecution() public {
        uint256 premium = expectedPrice(true) - PRICE;
        vm.recordLogs();
        uint256 got = fill(body(), 2e18, 0);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; i++) {
            if (logs[i].topics[0] != IHedgeExecutor.Filled.selector) continue;
            assertEq(uint256(logs[i].topics[1]), 7);
            assertEq(address(uint160(uint256(logs[i].topics[3]))), filler);
            (uint256 told, IHedgeExecutor.Execution memory done) =
                abi.decode(logs[i].data, (uint256, IHedgeExecutor.Execution));
            assertEq(told, premium);
            assertEq(done.base, 2e18);
            assertEq(done.quote, -int256(got * 1e12));
            assertApproxEqAbs(done.cost, int256(2 * premium), 1e12);
            assertEq(done.venueRoot, 0);
            return;
        }
        revert("no Filled");
    }

    function testFuzz_P1_P6_aFillStaysWithinItsBounds(uint256 price, uint256 amount) public {
        price = bound(price, 2000e18, 4500e18);
        oracle.set(price);
        IHedgeExecutor.BookView memory at = evaluate(body());
        int256 y = at.held - at.target;
        amount = bound(amount, LOT, 200e18);
        IHedgeExecutor.BookCall memory call = callOf(body());
        arm(filler);
        vm.prank(filler);
        try exec.fill(call, int256(amount), new bytes[](0), 0, uint64(block.timestamp)) returns (
            uint256 quote
        ) {
            uint256 base = vault.ledger(7).bought;
            assertGt(uint256(-y), at.outer * 125 / 100);
            assertLe(quote, base * price / 1e18 * 101 / 100 / 1e12 + 1, "never above the slippage limit");
            assertLe(base, amount);
            int256 left = distance(body());
            assertGt(left, y);
            assertTrue(left <= 0 ? uint256(-left) + LOT >= at.inner : uint256(left) <= LOT);
        } catch (bytes memory reason) {
            assertEq(bytes4(reason), IHedgeExecutor.BelowFillDistance.selector);
            assertLe(uint256(-y), at.outer * 125 / 100);
        }
        requireConserved();
    }
}
