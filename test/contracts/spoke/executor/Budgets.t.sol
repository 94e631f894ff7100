// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {Budget} from "gimbal/spoke/Budget.sol";
import {MandateBody} from "gimbal/types/Mandate.sol";
import {LeaseState} from "gimbal/types/Message.sol";
import {ExecutorFixture} from "./ExecutorFixture.sol";

contract BudgetsTest is ExecutorFixture {
    function setUp() public override {
        super.setUp();
        give(7, 400_000e6);
    }

    function body() internal pure returns (MandateBody memory) {
        return bodyOf(7, -100e18);
    }

    function spent(bytes32 name, uint256 need, uint256 left) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IHedgeExecutor.BudgetSpent.selector, name, need, left);
    }

    function test_P6_turnoverIsBudgeted_andRefills() public {
        config.limits.turnoverCapacity = 30_000e18;
        config.limits.turnoverRate = 50e18;
        control.setMarket(config);
        hedgeReverts(body(), 11e18, spent("TURNOVER", 33_000e18, 30_000e18));
        hedge(body(), 10e18);
        (Budget.Bucket memory turnover,,) = exec.spent(7);
        assertEq(turnover.level, 30_000e18);
        vm.warp(block.timestamp + 60);
        hedgeReverts(body(), 1.01e18, spent("TURNOVER", 3030e18, 3000e18));
        hedge(body(), 1e18);
    }

    function test_P6_graceHalvesTheBudgetAndItsRefill() public {
        config.limits.turnoverCapacity = 30_000e18;
        config.limits.turnoverRate = 50e18;
        control.setMarket(config);
        control.setLease(LeaseState.GRACE);
        hedgeReverts(body(), 6e18, spent("TURNOVER", 18_000e18, 15_000e18));
        hedge(body(), 5e18);
        vm.warp(block.timestamp + 120);
        hedgeReverts(body(), 1.01e18, spent("TURNOVER", 3030e18, 3000e18));
        hedge(body(), 1e18);
    }

    function test_P6_adverseCostIsBudgeted_andGoodTradesDoNotRefillIt() public {
        config.limits.costCapacity = 40e18;
        config.limits.costRate = 0;
        control.setMarket(config);
        hedge(body(), 20e18);
        (, Budget.Bucket memory cost,) = exec.spent(7);
        assertGt(cost.level, 30e18, "5 bp of 60,000 and impact");
        vm.warp(block.timestamp + 60);
        oracle.set(PRICE * 1005 / 1000);
        hedge(body(), 10e18);
        (, Budget.Bucket memory still,) = exec.spent(7);
        assertEq(still.level, cost.level, "half a percent better than the oracle");
        vm.warp(block.timestamp + 60);
        oracle.set(PRICE);
        IHedgeExecutor.BookCall[] memory calls = only(body());
        vm.expectPartialRevert(IHedgeExecutor.BudgetSpent.selector);
        vm.prank(relayer);
        exec.hedge(calls, new bytes[](0), orderOf(10e18), uint64(block.timestamp));
    }

    /// @dev The price goes out and back; whoever trades at each turn has the target's path and the allowance, no more.
    function test_P6_pathBoundHoldsTurnoverToThePathOfTheTarget() public {
        config.limits.pathAllowance = 0;
        config.limits.pathRate = 0;
        control.setMarket(config);
        hedge(body(), needOf(body()));
        uint256 turnover = vault.ledger(7).bought;
        uint256 path = uint256(evaluate(body()).target);
        assertLe(turnover, path);
        int256 target = evaluate(body()).target;
        uint256[4] memory prices = [uint256(2700e18), 3100e18, 2600e18, 3300e18];
        for (uint256 i; i < 4; i++) {
            moveTo(prices[i]);
            int256 next = evaluate(body()).target;
            path += uint256(next > target ? next - target : target - next);
            target = next;
            hedge(body(), needOf(body()) / int256(LOT) * int256(LOT));
            turnover = uint256(vault.ledger(7).bought) + vault.ledger(7).sold;
            assertLe(turnover, path);
        }
    }

    /// @dev With a band below a lot, tiny moves of the target make whole lots go round and round across it.
    function test_P6_pathBoundStopsTurnoverThatNoTargetAskedFor() public {
        config.band.floor = 0;
        config.band.cap = 1e14;
        config.limits.pathAllowance = uint128(2 * LOT);
        control.setMarket(config);
        hedge(body(), needOf(body()));
        uint256 laps;
        for (int256 side = 1;; side = -side) {
            vm.warp(block.timestamp + 60);
            MandateBody memory wobbling = body();
            wobbling.offset = int128(distance(wobbling) - side * 0.0051e18);
            IHedgeExecutor.BookCall[] memory calls = only(wobbling);
            vm.prank(relayer);
            try exec.hedge(calls, new bytes[](0), orderOf(-side * int256(LOT)), uint64(block.timestamp)) {
                laps++;
            } catch (bytes memory reason) {
                assertEq(bytes4(reason), IHedgeExecutor.PathBound.selector);
                break;
            }
        }
        assertGe(laps, 2, "the allowance");
        assertLe(laps, 4, "and no more");
        vm.warp(block.timestamp + 1000);
        MandateBody memory last = body();
        last.offset = int128(distance(last) - 0.0051e18);
        assertEq(hedge(last, -int256(LOT)), -int256(LOT), "it refills");
    }
}
