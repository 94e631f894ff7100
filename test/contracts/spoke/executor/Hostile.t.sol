// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {ISpokeVault} from "gimbal/interfaces/ISpokeVault.sol";
import {IVenue} from "gimbal/interfaces/IVenue.sol";
import {VenueKind, VenueStatus, VenueTerms} from "gimbal/types/Config.sol";
import {MandateBody} from "gimbal/types/Mandate.sol";
import {Token} from "../support/Token.sol";
import {ExecutorFixture} from "./ExecutorFixture.sol";

/// @notice A listed venue that does what a test tells it.
contract HostileVenue {
    enum Mode {
        KEEP,
        UNFAIR,
        LIE,
        REENTER,
        MORE
    }

    Mode public mode;
    uint256 public unfairPrice;
    address public target;
    bytes public call;
    bool public reentered;
    bytes public refusal;

    function behave(Mode mode_, uint256 price, address target_, bytes calldata call_) external {
        (mode, unfairPrice, target, call) = (mode_, price, target_, call_);
    }

    function mid(address, address, address) external view returns (uint256) {
        return unfairPrice;
    }

    function trade(IVenue.Order calldata order) external returns (uint256, uint256) {
        if (mode == Mode.KEEP) return (0, 0);
        if (mode == Mode.LIE) return (1, order.base);
        if (mode == Mode.REENTER) (reentered, refusal) = target.call(call);
        uint256 worth = order.base * unfairPrice / 1e30;
        if (order.baseIsIn) {
            Token(order.quoteToken).mint(order.recipient, worth);
        } else {
            Token(order.baseToken).mint(order.recipient, order.base + (mode == Mode.MORE ? 1e18 : 0));
            if (order.amountInMax > worth) {
                IERC20(order.quoteToken).transfer(order.recipient, order.amountInMax - worth);
            }
        }
        return (0, 0);
    }
}

contract HostileTest is ExecutorFixture {
    HostileVenue internal bad = new HostileVenue();

    function setUp() public override {
        super.setUp();
        give(7, 400_000e6);
        give(8, 400_000e6);
        config.venues
            .push(
                VenueTerms({
                    id: 66,
                    adapter: address(bad),
                    pool: address(bad),
                    kind: VenueKind.UNISWAP_V3,
                    status: VenueStatus.ACTIVE,
                    clip: 60e18
                })
            );
        control.setMarket(config);
    }

    function body() internal pure returns (MandateBody memory) {
        return bodyOf(7, -100e18);
    }

    function atBad(int256 amount) internal pure returns (IHedgeExecutor.VenueOrder[] memory orders) {
        orders = orderOf(amount);
        orders[0].venue = 66;
    }

    function refusesAtBad(int256 amount, bytes memory reason) internal {
        IHedgeExecutor.BookCall[] memory calls = only(body());
        vm.expectRevert(reason);
        vm.prank(relayer);
        exec.hedge(calls, new bytes[](0), atBad(amount), uint64(block.timestamp));
    }

    function test_aVenueThatKeepsTheInputIsRefused() public {
        for (uint8 mode; mode <= 2; mode += 2) {
            bad.behave(HostileVenue.Mode(mode), 0, address(0), "");
            refusesAtBad(
                1e18, abi.encodeWithSelector(IHedgeExecutor.Slippage.selector, type(uint256).max, 3030e18)
            );
        }
        hedge(body(), needOf(body()));
        moveTo(2700e18);
        refusesAtBad(-1e18, abi.encodeWithSelector(IHedgeExecutor.Slippage.selector, 0, 2673e18));
    }

    function test_P1_aVenueThatBringsTooMuchIsRefused() public {
        bad.behave(HostileVenue.Mode.MORE, PRICE, address(0), "");
        int256 need = needOf(body());
        int256 left = distance(body()) + need + 1e18;
        refusesAtBad(need, abi.encodeWithSelector(IHedgeExecutor.Overshoot.selector, 7, left, LOT));
    }

    function test_aPriceBeyondTheSlippageLimitIsRefused() public {
        hedge(body(), needOf(body()));
        moveTo(2700e18);
        bad.behave(HostileVenue.Mode.UNFAIR, 2672e18, address(0), "");
        refusesAtBad(-1e18, abi.encodeWithSelector(IHedgeExecutor.Slippage.selector, 2672e18, 2673e18));
        bad.behave(HostileVenue.Mode.UNFAIR, 2673e18, address(0), "");
        IHedgeExecutor.BookCall[] memory calls = only(body());
        hedge(calls, atBad(-1e18));
        requireConserved();
    }

    function test_reentryFindsEveryDoorShut() public {
        IHedgeExecutor.BookCall[] memory calls = only(body());
        bytes[4] memory doors = [
            abi.encodeCall(IHedgeExecutor.fill, (calls[0], 1e18, new bytes[](0), 0, uint64(block.timestamp))),
            abi.encodeCall(
                IHedgeExecutor.hedge, (calls, new bytes[](0), atBad(1e18), uint64(block.timestamp))
            ),
            abi.encodeCall(ISpokeVault.sweepSurplus, (address(quote))),
            abi.encodeCall(ISpokeVault.release, (address(quote), address(bad), 1e6))
        ];
        bytes4[3] memory reasons = [
            ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector,
            ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector,
            ISpokeVault.TradeOpen.selector
        ];
        allow(address(bad), address(exec), IHedgeExecutor.hedge.selector, 3);
        quote.mint(address(vault), 5e6);
        for (uint256 i; i < 4; i++) {
            address door = i < 2 ? address(exec) : address(vault);
            bad.behave(HostileVenue.Mode.REENTER, PRICE, door, doors[i]);
            hedge(calls, atBad(1e18));
            assertFalse(bad.reentered());
            if (i < 3) assertEq(bytes4(bad.refusal()), reasons[i]);
            vm.warp(block.timestamp + 60);
        }
        (, uint256 owed) = vault.accounted();
        assertEq(quote.balanceOf(address(vault)) - owed, 5e6, "the donation is untouched");
    }

    function test_donationsAreNobodysEquity() public {
        IHedgeExecutor.BookView memory before = evaluate(body());
        base.mint(address(vault), 3e18);
        quote.mint(address(vault), 777e6);
        base.mint(address(exec), 1e18);
        quote.mint(address(exec), 1e6);
        vm.deal(address(exec), 1 ether);
        assertEq(keccak256(abi.encode(evaluate(body()))), keccak256(abi.encode(before)));
        hedge(body(), needOf(body()));
        (uint256 allBase, uint256 allQuote) = vault.accounted();
        assertEq(base.balanceOf(address(vault)) - allBase, 3e18);
        assertEq(quote.balanceOf(address(vault)) - allQuote, 777e6);
        assertEq(address(exec).balance, 1 ether, "and not the caller's either");
    }

    /// @dev A listed venue of the relayer's own takes the slippage limit from every trade, and prices swing as the relayer
    /// likes: what the books lose to the oracle price in a window stays within what governance printed.
    function testFuzz_P6_hostileRelayerLosesBooksNoMoreThanTheBudgets(uint256 seed) public {
        config.limits.turnoverCapacity = 200_000e18;
        config.limits.turnoverRate = 20e18;
        config.limits.costCapacity = 100_000e18;
        control.setMarket(config);
        uint256 from = block.timestamp;
        int256 loss;
        for (uint256 i; i < 20; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 price = 2400e18 + seed % 1200e18;
            oracle.set(price);
            vm.warp(block.timestamp + 60 + (seed >> 64) % 600);
            int256 need = needOf(body());
            bad.behave(
                HostileVenue.Mode.UNFAIR, need > 0 ? price * 101 / 100 : price - price / 100, address(0), ""
            );
            int256 worthBefore = worth(price);
            IHedgeExecutor.BookCall[] memory calls = only(body());
            vm.prank(relayer);
            try exec.hedge(calls, new bytes[](0), atBad(need), uint64(block.timestamp)) {} catch {}
            loss += worthBefore - worth(price);
        }
        uint256 window = block.timestamp - from;
        uint256 bound = (200_000e18 + 20e18 * window) / 100;
        assertGt(loss, 0, "it does hurt");
        assertLe(loss, int256(bound));
        requireConserved();
    }

    function testFuzz_P6_hostileFillersLoseBooksNoMoreThanTheirBudget(uint256 seed) public {
        config.limits.fillCapacity = 100_000e18;
        config.limits.fillRate = 10e18;
        control.setMarket(config);
        uint256 from = block.timestamp;
        int256 loss;
        arm(filler);
        for (uint256 i; i < 20; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 price = 2000e18 + seed % 2000e18;
            oracle.set(price);
            vm.warp(block.timestamp + (seed >> 64) % 600);
            int256 base_ = distance(body()) < 0 ? int256(100e18) : -int256(100e18);
            int256 worthBefore = worth(price);
            IHedgeExecutor.BookCall memory call = callOf(body());
            vm.prank(filler);
            try exec.fill(
                call, base_, new bytes[](0), base_ > 0 ? 0 : type(uint256).max, uint64(block.timestamp)
            ) {}
                catch {}
            loss += worthBefore - worth(price);
        }
        uint256 bound = (100_000e18 + 10e18 * (block.timestamp - from)) / 100;
        assertLe(loss, int256(bound));
        requireConserved();
    }

    /// @notice Of book 7 at a price, 18-decimal quote.
    function worth(uint256 price) internal view returns (int256) {
        (uint256 heldBase, uint256 heldQuote) = vault.holdings(7);
        return int256(heldBase * price / 1e18 + heldQuote * 1e12);
    }
}
