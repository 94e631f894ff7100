// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IClearing} from "gimbal/interfaces/IClearing.sol";
import {IGammaLimit} from "gimbal/interfaces/IGammaLimit.sol";
import {IParameterRules} from "gimbal/interfaces/IParameterRules.sol";
import {Change, Family, ParameterKey, parameterKey} from "gimbal/types/Parameter.sol";
import {SeriesId, seriesId} from "gimbal/types/SeriesId.sol";
import {Desk} from "../base/Desk.sol";
import {Terms} from "../base/Terms.sol";

/// @notice Short gamma of a market with everything behind it real: what counts, what is refused, and what never is.
contract GammaLimitTest is Desk {
    uint40 private constant SOON = uint40(START + 9 hours);

    uint64 private alice;
    uint64 private bob;
    uint64 private dora;
    address private stranger = makeAddr("stranger");

    function setUp() public override {
        super.setUp();
        alice = openBook("alice", true, 700_000e6);
        bob = openBook("bob", true, 700_000e6);
        dora = openBook("dora", false, 3_000_000e6);
    }

    function setTerms(uint128 depth, uint64 ratio) private {
        vm.prank(address(hub.parameters));
        hub.gamma.setTerms(Terms.MARKET, IGammaLimit.Terms(depth, ratio));
    }

    /// @dev The least that any vote may set: next to nothing.
    function closeMarket() private {
        setTerms(1_000e18, 0.01e18);
    }

    function counted(uint64 book) private view returns (uint256) {
        return hub.gamma.shortGammaOf(book);
    }

    function total() private view returns (uint256) {
        return hub.gamma.totalOf(Terms.MARKET);
    }

    function refuseSale(uint64 seller, SeriesId series, uint128 size, bytes memory reason) private {
        IClearing.Trade memory t = tradeOf(dora, seller, series, size, 0);
        (bytes memory a, bytes memory b) = (signTrade(dora, t), signTrade(seller, t));
        vm.expectRevert(reason);
        hub.clearing.execute(t, a, b);
    }

    function above(uint256 gamma) private view returns (bytes memory) {
        return abi.encodeWithSelector(
            IGammaLimit.GammaAboveLimit.selector, Terms.MARKET, gamma, hub.gamma.limitAt(Terms.MARKET, price)
        );
    }

    function test_aHedgedBookCountsWithItsShortGamma() public {
        clear(dora, alice, call_(3000), 50e18, 10_000e6);
        (int256 gamma, uint256 spot) = hub.margin.gammaOf(alice);
        assertEq(spot, price);
        assertEq(int256(counted(alice)), gamma);
        // 50 * phi(d1) / (S * sigma * sqrt(tau)), d1 = sigma * sqrt(tau) / 2, an hour less than 30 days.
        assertApproxEqRel(counted(alice), 0.038538e18, 0.0001e18);
        clear(dora, bob, call_(3300), 20e18, 2_000e6);
        assertEq(total(), counted(alice) + counted(bob));
        assertEq(counted(dora), 0);
    }

    function test_phiIsTheRatioOfTheLimit() public {
        clear(dora, alice, call_(3000), 50e18, 10_000e6);
        uint256 phi = hub.gamma.ratioAt(Terms.MARKET, price);
        // |Gamma| * S^2 * 1 % / Depth(1 %) in quote.
        uint256 expected = total() * 3000 * 3000 / 100 * 1e18 / 1_640_000e18;
        assertApproxEqRel(phi, expected, 1e6);
        assertApproxEqRel(phi * 1e18 / 0.1e18, total() * 1e18 / hub.gamma.limitAt(Terms.MARKET, price), 1e6);
    }

    function test_refusesASaleBeyondTheLimitWithValueAndLimit() public {
        clear(dora, alice, call_(3000), 50e18, 10_000e6);
        uint256 state = vm.snapshotState();
        clear(dora, alice, call_(3000), 10e18, 2_000e6);
        uint256 after_ = total();
        vm.revertToState(state);
        // A depth that bears just too little: Gamma * S^2 * 1 % / 0.1.
        uint256 depth = after_ * 3000 * 3000 / 10;
        setTerms(uint128(depth - 1e18), 0.1e18);
        refuseSale(alice, call_(3000), 10e18, above(after_));
        refuseSale(bob, call_(3000), 50e18, above(total() * 2));
        setTerms(uint128(depth + 1e18), 0.1e18);
        clear(dora, alice, call_(3000), 10e18, 2_000e6);
        assertEq(total(), after_);
    }

    function test_withoutTermsNoHedgedBookSellsGamma() public {
        IGammaLimit.Terms memory none = hub.gamma.termsOf(2);
        assertEq(none.depth, 0);
        assertEq(hub.gamma.limitAt(2, price), 0);
    }

    function test_relievingTradesPassHoweverFullTheMarketIs() public {
        clear(dora, alice, call_(3000), 50e18, 10_000e6);
        clear(dora, bob, call_(3000), 50e18, 10_000e6);
        closeMarket();
        uint256 before = total();
        clear(alice, dora, call_(3000), 10e18, 2_000e6);
        assertApproxEqRel(total(), before * 90 / 100, 1e9);
        // From one hedged book to another nothing is added, but the seller's own short gamma grows.
        IClearing.Trade memory t = tradeOf(alice, bob, call_(3000), 1e18, 0);
        (bytes memory a, bytes memory b) = (signTrade(alice, t), signTrade(bob, t));
        vm.expectPartialRevert(IGammaLimit.GammaAboveLimit.selector);
        hub.clearing.execute(t, a, b);
        clear(alice, dora, call_(3000), 40e18, 2_000e6);
        assertEq(counted(alice), 0);
        assertEq(total(), counted(bob));
    }

    function test_aBookLongOfGammaSellsWhatItHas() public {
        clear(alice, dora, put_(3000), 30e18, 5_000e6);
        assertEq(total(), 0);
        closeMarket();
        clear(dora, alice, put_(3000), 10e18, 1_000e6);
        assertEq(total(), 0);
        clear(dora, alice, put_(3000), 20e18, 1_000e6);
        assertEq(total(), 0);
    }

    function test_aLongBookDoesNotMakeUpForAShortOne() public {
        clear(dora, alice, call_(3000), 50e18, 10_000e6);
        uint256 before = total();
        clear(bob, dora, put_(3000), 50e18, 10_000e6);
        assertEq(total(), before);
    }

    function test_anUnhedgedBookIsFree() public {
        closeMarket();
        uint64 other = openBook("eve", false, 3_000_000e6);
        clear(other, dora, call_(3000), 100e18, 20_000e6);
        assertEq(hub.gamma.refresh(dora), 0);
        assertEq(total(), 0);
    }

    function test_P9_nothingButASaleIsEverRefused() public {
        clear(dora, alice, call_(3000), 50e18, 10_000e6);
        closeMarket();
        hub.mandates.publish(alice);
        fund(alice, HUB, 250_000e6);
        beat(HUB);
        credit(alice, HUB);
        assertTrue(hedgeIfDue(alice, HUB));
        report(HUB);
        assertTrue(prove(alice, HUB));
        address owner = ownerOf(alice);
        vm.prank(owner);
        hub.books.withdraw(alice, 1_000e6, owner);
        hub.gamma.refresh(alice);
        (bool below,) = hub.margin.belowMaintenance(alice);
        assertFalse(below);
    }

    function test_P9_publishingGoesOnWithoutTheGammaLimit() public {
        clear(dora, alice, call_(3000), 50e18, 10_000e6);
        skip(1 hours);
        vm.mockCallRevert(address(hub.gamma), abi.encodeCall(IGammaLimit.refresh, (alice)), "out of order");
        hub.mandates.publish(alice);
        assertEq(hub.mandates.bodyOf(alice, HUB).legs.length, 1);
    }

    function test_publishingMeasuresAnew() public {
        clear(dora, alice, call_(3000), 50e18, 10_000e6);
        uint256 before = counted(alice);
        movePrice(3300e18);
        refreshFeeds(true);
        hub.mandates.publish(alice);
        (int256 gamma,) = hub.margin.gammaOf(alice);
        assertEq(int256(counted(alice)), gamma);
        assertLt(counted(alice), before);
        assertEq(total(), counted(alice));
    }

    function test_aStrangerMeasuresButCannotInflate() public {
        clear(dora, alice, call_(3000), 50e18, 10_000e6);
        uint256 before = total();
        vm.startPrank(stranger);
        for (uint256 i; i < 5; i++) {
            hub.gamma.refresh(alice);
        }
        assertEq(total(), before);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        hub.gamma.afterTrade(Terms.MARKET, alice, 1e18, price, true);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        hub.gamma.setTerms(Terms.MARKET, IGammaLimit.Terms(1e30, 0.25e18));
        vm.stopPrank();
        // At a price where the book bends less it counts less, and as much as before when the price is back.
        movePrice(4000e18);
        refreshFeeds(true);
        vm.prank(stranger);
        assertLt(hub.gamma.refresh(alice), before / 2);
        movePrice(3000e18);
        refreshFeeds(true);
        vm.prank(stranger);
        assertEq(hub.gamma.refresh(alice), before);
        assertEq(total(), before);
    }

    /// @dev Whoever empties the sum at a far price cannot sell there more than the market bears there; and once it is back,
    /// anyone closes the market again by measuring.
    function test_measuringAtAMovedPriceOpensNothingThatStaysOpen() public {
        clear(dora, alice, call_(3000), 100e18, 20_000e6);
        uint256 atTheMoney = total();
        setTerms(uint128(atTheMoney * 3000 * 3000 / 10), 0.1e18);
        refuseSale(bob, call_(3000), 1e18, above(atTheMoney * 101 / 100));
        movePrice(3600e18);
        refreshFeeds(true);
        hub.gamma.refresh(alice);
        assertLt(total(), atTheMoney / 2);
        clear(dora, bob, call_(3000), 1e18, 700e6);
        movePrice(3000e18);
        refreshFeeds(true);
        vm.prank(stranger);
        hub.gamma.refresh(alice);
        vm.expectPartialRevert(IGammaLimit.GammaAboveLimit.selector);
        this.sell(bob, 1e18);
    }

    function sell(uint64 book, uint128 size) external {
        clear(dora, book, call_(3000), size, 0);
    }

    function test_dustCountsLikeTheWhole() public {
        clear(dora, alice, call_(3000), 1e18, 200e6);
        uint256 whole = total();
        for (uint256 i; i < 20; i++) {
            uint64 dust = openBook(string(abi.encode("dust", i)), true, 50_000e6);
            clear(dora, dust, call_(3000), 0.05e18, 10e6);
        }
        assertApproxEqAbs(total(), 2 * whole, 20);
    }

    function test_whatExpiresLetsGoOfItsGamma() public {
        SeriesId soon = seriesId(Terms.MARKET, SOON, 3000e18, false);
        clear(dora, alice, soon, 20e18, 500e6);
        uint256 before = total();
        assertGt(before, 0);
        // Two of six instants have passed: what is left of the series bends more, what has rolled off does not.
        vm.warp(SOON - 20 minutes + 1);
        refreshFeeds(true);
        hub.gamma.refresh(alice);
        (int256 gamma,) = hub.margin.gammaOf(alice);
        assertEq(int256(total()), gamma);
        vm.warp(SOON + 1);
        refreshFeeds(true);
        assertEq(hub.gamma.refresh(alice), 0);
        assertEq(total(), 0);
        assertEq(hub.books.sizeOf(alice, soon), -20e18);
    }

    /// @notice A vote changes the terms field by field, within the bounds of the table.
    function test_P8_everyTermHasItsBounds() public {
        uint256[2][2] memory bounds = [[uint256(1_000e18), 1e30], [uint256(0.01e18), 0.25e18]];
        for (uint8 field; field < 2; field++) {
            (uint256 least, uint256 most) = (bounds[field][0], bounds[field][1]);
            ParameterKey key = parameterKey(Family.GAMMA, field, Terms.MARKET, 0, 0);
            for (uint256 i; i < 2; i++) {
                uint256 value = i == 0 ? least - 1 : most + 1;
                vm.expectRevert(
                    abi.encodeWithSelector(IParameterRules.OutOfBounds.selector, key, value, least, most)
                );
                vote(key, value);
            }
        }
        vote(parameterKey(Family.GAMMA, 0, Terms.MARKET, 0, 0), 1e30);
        vm.expectEmit(address(hub.gamma));
        emit IGammaLimit.TermsSet(
            Terms.MARKET, IGammaLimit.Terms(1e30, 0.1e18), IGammaLimit.Terms(1e30, 0.25e18)
        );
        vote(parameterKey(Family.GAMMA, 1, Terms.MARKET, 0, 0), 0.25e18);
        assertEq(hub.gamma.termsOf(Terms.MARKET).depth, 1e30);
    }

    function vote(ParameterKey key, uint256 value) private {
        Change[] memory changes = new Change[](1);
        changes[0] = Change(key, value, 0, type(uint256).max);
        vm.prank(address(at[HUB].timelock));
        hub.parameters.change(changes, 0);
    }

    function test_extremesDoNotOverflow() public {
        setTerms(1e30, 0.25e18);
        assertEq(hub.gamma.limitAt(Terms.MARKET, 1e36), 0);
        assertEq(hub.gamma.limitAt(Terms.MARKET, 1e30), 2.5e7);
        assertEq(hub.gamma.limitAt(Terms.MARKET, 1e6), 2.5e55);
        assertEq(hub.gamma.ratioAt(Terms.MARKET, 1e36), 0);
    }

    function testFuzz_theSumIsThatOfTheBooks(uint256 seed) public {
        uint64[3] memory books = [alice, bob, dora];
        for (uint256 i; i < 12; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            SeriesId series = seed % 3 == 0
                ? call_(3000)
                : seed % 3 == 1 ? put_(2900) : seriesId(Terms.MARKET, SOON, 3100e18, false);
            uint64 buyer = books[(seed >> 8) % 3];
            uint64 seller = books[(seed >> 16) % 3];
            try this.trade(buyer, seller, series, uint128(1 + (seed >> 24) % 3000) * 0.01e18) {} catch {}
            movePrice(price * (9_800 + (seed >> 40) % 401) / 10_000);
            vm.warp(block.timestamp + (seed >> 56) % 30 minutes);
            refreshFeeds(true);
            if ((seed >> 72) % 3 == 0) hub.gamma.refresh(books[(seed >> 80) % 3]);
            assertEq(total(), counted(alice) + counted(bob) + counted(dora));
        }
        for (uint256 i; i < 3; i++) {
            (int256 gamma,) = hub.margin.gammaOf(books[i]);
            assertEq(hub.gamma.refresh(books[i]), gamma > 0 && i < 2 ? uint256(gamma) : 0);
        }
        assertEq(total(), counted(alice) + counted(bob));
    }

    function trade(uint64 buyer, uint64 seller, SeriesId series, uint128 size) external {
        clear(buyer, seller, series, size, 0);
    }
}
