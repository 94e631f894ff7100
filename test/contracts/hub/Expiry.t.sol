// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IFunding} from "gimbal/interfaces/IFunding.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {SpokeTerms} from "gimbal/types/Config.sol";
import {FundEntry, Ledger} from "gimbal/types/Ledger.sol";
import {MandateFixture} from "./support/MandateFixture.sol";

/// @notice SENT → ARRIVED | EXPIRED → REFUNDED as the hub sees it.
contract ExpiryTest is MandateFixture {
    uint64 internal book;
    uint256 internal age;
    address internal anyone = makeAddr("anyone");

    function setUp() public override {
        super.setUp();
        book = openFor(alice, 100_000e6);
        place(book, NORTH);
        SpokeTerms memory terms = IRiskParameters(parameters).spokeTerms(NORTH);
        age = uint256(terms.reportAge) + terms.lease + terms.grace;
    }

    function ledgerOf(uint128 received, uint128 sent, uint128 refunded, uint128 fees)
        internal
        view
        returns (Ledger memory)
    {
        return Ledger(book, received, sent, 0, 0, 0, 0, refunded, fees);
    }

    function come(uint256 amount) internal {
        bridge.release(address(fundingDesk), amount);
        vm.prank(address(bridge));
        fundingDesk.onArrival(NORTH, amount);
    }

    function transit() internal view returns (uint256 amount, uint64 oldest) {
        (,, amount, oldest) = mandates.recognised(book, NORTH);
    }

    function test_onlyWhatIsOldEnoughExpires() public {
        assertEq(fundingDesk.expiryAge(NORTH), age);
        fund(book, NORTH, 10_000e6);
        skip(1 hours);
        fund(book, NORTH, 5_000e6);
        skip(age - 1 hours - 1);
        vm.expectRevert(abi.encodeWithSelector(IFunding.NothingExpired.selector, book, NORTH));
        fundingDesk.expire(book, NORTH);
        skip(1);
        vm.expectEmit(address(fundingDesk));
        emit IFunding.Expired(book, NORTH, 10_000e6, 10_000e6);
        vm.prank(anyone);
        assertEq(fundingDesk.expire(book, NORTH), 10_000e6);
        assertEq(fundingDesk.entry(book, NORTH).expired, 10_000e6);
        vm.expectRevert(abi.encodeWithSelector(IFunding.NothingExpired.selector, book, NORTH));
        fundingDesk.expire(book, NORTH);
        skip(1 hours);
        assertEq(fundingDesk.expire(book, NORTH), 5_000e6);
    }

    function test_whatIsProvenToHaveArrivedDoesNotExpire() public {
        fund(book, NORTH, 10_000e6);
        claim(NORTH, ledgerOf(10_000e6, 0, 0, 0));
        skip(age);
        vm.expectRevert(abi.encodeWithSelector(IFunding.NothingExpired.selector, book, NORTH));
        fundingDesk.expire(book, NORTH);
    }

    function test_P5_aRefundComesHomeOnce() public {
        fund(book, NORTH, 10_000e6);
        skip(age);
        fundingDesk.expire(book, NORTH);
        (uint256 amount, uint64 oldest) = transit();
        assertEq(amount, 10_000e6);
        assertEq(oldest, block.timestamp - age);
        come(10_000e6);
        vm.expectRevert(abi.encodeWithSelector(IFunding.NothingToCollect.selector, book, NORTH));
        fundingDesk.collect(book, NORTH);

        claim(NORTH, ledgerOf(0, 0, 10_000e6, 0));
        (amount, oldest) = transit();
        assertEq(amount, 10_000e6, "on its way back until it is collected");
        assertEq(oldest, block.timestamp - age, "and as old as it is");
        assertEq(fundingDesk.collect(book, NORTH), 10_000e6);
        assertEq(cashOf(book), 100_000e6);
        assertEq(fundingDesk.netSent(NORTH), 0);
        (amount,) = transit();
        assertEq(amount, 0);
        vm.expectRevert(abi.encodeWithSelector(IFunding.NothingToCollect.selector, book, NORTH));
        fundingDesk.collect(book, NORTH);

        // What is sent after that is young.
        fund(book, NORTH, 1_000e6);
        (amount, oldest) = transit();
        assertEq(oldest, block.timestamp);
    }

    /// @notice A spoke may credit young quote while old is astray: the age of what is under way stays that of the old.
    function test_theAgeOfAnExpiredTransferIsNotForgottenForAYoungOne() public {
        uint64 start = uint64(block.timestamp);
        fund(book, NORTH, 10_000e6);
        skip(age);
        fundingDesk.expire(book, NORTH);
        fund(book, NORTH, 10_000e6);
        claim(NORTH, ledgerOf(10_000e6, 0, 0, 0));
        (uint256 amount, uint64 oldest) = transit();
        assertEq(amount, 10_000e6);
        assertEq(oldest, start);
        vm.prank(alice);
        fundingDesk.recall(book, NORTH, 1_000e6);
        skip(1);
        claim(NORTH, ledgerOf(10_000e6, 1_000e6, 10_000e6, 0));
        (amount, oldest) = transit();
        assertEq(amount, 11_000e6);
        assertEq(oldest, start);
        come(11_000e6);
        assertEq(fundingDesk.collect(book, NORTH), 11_000e6);
        (amount, oldest) = transit();
        assertEq(amount, 0);
        assertEq(oldest, 0);
    }

    function test_P15_aRefundThatDidNotExpireQuarantines() public {
        fund(book, NORTH, 10_000e6);
        Ledger memory lie = ledgerOf(0, 0, 1, 0);
        claim(NORTH, lie);
        assertTrue(mandates.isQuarantined(NORTH));
        assertEq(mandates.claim(book, NORTH).ledger.refunded, 0);
    }

    function test_P15_whatIsCreditedAndRefundedIsNoMoreThanWasSent() public {
        fund(book, NORTH, 10_000e6);
        skip(age);
        fundingDesk.expire(book, NORTH);
        claim(NORTH, ledgerOf(1, 0, 10_000e6, 0));
        assertTrue(mandates.isQuarantined(NORTH));
        claim(NORTH, ledgerOf(10_000e6, 0, 0, 10_001e6));
        assertTrue(mandates.isQuarantined(NORTH), "nobody pays more than he has");
        claim(NORTH, ledgerOf(4_000e6, 0, 6_000e6, 1));
        reportFrom(NORTH);
        assertFalse(mandates.isQuarantined(NORTH));
        claim(NORTH, ledgerOf(4_000e6, 0, 6_000e6, 0));
        assertTrue(mandates.isQuarantined(NORTH), "no counter falls");
    }

    function test_P5_theBookPaysTheBridgeOnTop() public {
        bridge.setFee(0.001e18);
        fund(book, NORTH, 30_000e6);
        assertEq(cashOf(book), 69_970e6);
        assertEq(fundingDesk.entry(book, NORTH).sent, 30_000e6);
        assertEq(fundingDesk.bridgeFees(book, NORTH), 30e6);
        assertEq(mandates.recognisedCap(book, NORTH), 30_000e18, "a fee is no claim");
        place(book, HOME);
        fund(book, HOME, 10_000e6);
        assertEq(fundingDesk.bridgeFees(book, HOME), 0);

        claim(NORTH, ledgerOf(30_000e6, 10_000e6, 0, 10e6));
        (int256 quote,, uint256 moving,) = mandates.recognised(book, NORTH);
        assertEq(quote, 19_990e6);
        assertEq(moving, 10_000e6);
    }

    /// @notice Marks are exact over any times and amounts of sends.
    function testFuzz_theMarkIsWhatWasSentByThen(uint256 seed, uint8 sends, uint32 wait) public {
        uint256 start = block.timestamp;
        uint256 count = bound(sends, 1, 9);
        uint256[] memory times = new uint256[](count);
        uint256[] memory amounts = new uint256[](count);
        for (uint256 i; i < count; i++) {
            skip((seed >> (8 * i)) % 256);
            times[i] = block.timestamp;
            amounts[i] = 10e6 + (seed >> (16 * i)) % 10_000e6;
            fund(book, NORTH, amounts[i]);
        }
        vm.warp(start + age + wait % 3000);
        uint256 expected;
        for (uint256 i; i < count; i++) {
            if (times[i] + age <= block.timestamp) expected += amounts[i];
        }
        if (expected == 0) {
            vm.expectRevert(abi.encodeWithSelector(IFunding.NothingExpired.selector, book, NORTH));
        }
        assertEq(fundingDesk.expire(book, NORTH), expected);
        FundEntry memory entry = fundingDesk.entry(book, NORTH);
        assertEq(entry.expired, expected);
    }
}
