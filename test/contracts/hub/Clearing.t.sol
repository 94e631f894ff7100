// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {SlotDerivation} from "@openzeppelin/contracts/utils/SlotDerivation.sol";
import {Clearing} from "gimbal/hub/Clearing.sol";
import {IBooks} from "gimbal/interfaces/IBooks.sol";
import {IClearing} from "gimbal/interfaces/IClearing.sol";
import {IGammaLimit} from "gimbal/interfaces/IGammaLimit.sol";
import {IMandateBook} from "gimbal/interfaces/IMandateBook.sol";
import {IMarginEngine} from "gimbal/interfaces/IMarginEngine.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {SettlementTerms} from "gimbal/types/Config.sol";
import {InvalidSeries, SeriesId, seriesId} from "gimbal/types/SeriesId.sol";
import {HubFixture} from "./support/HubFixture.sol";

/// @notice Signs for itself whatever it was told to.
contract SigningWallet is IERC1271 {
    mapping(bytes32 => bool) public approved;

    function approve(bytes32 hash) external {
        approved[hash] = true;
    }

    function isValidSignature(bytes32 hash, bytes calldata) external view returns (bytes4) {
        return approved[hash] ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}

contract ClearingTest is HubFixture {
    uint32 internal constant WINDOW = 1800;
    address internal mandates = makeAddr("mandates");
    address internal gammaLimit = makeAddr("gammaLimit");
    Clearing internal house;
    uint256 internal aliceKey;
    uint256 internal bobKey;
    uint256 internal carolKey;
    address internal carol;
    uint64 internal buyer;
    uint64 internal seller;

    function setUp() public override {
        super.setUp();
        (alice, aliceKey) = makeAddrAndKey("alice");
        (bob, bobKey) = makeAddrAndKey("bob");
        (carol, carolKey) = makeAddrAndKey("carol");
        Clearing.Init memory init =
            Clearing.Init(address(books), margin, mandates, parameters, gammaLimit, address(guard));
        house = Clearing(
            deploy(address(new Clearing()), abi.encodeCall(Clearing.initialize, (address(manager), init)))
        );
        allow(address(books), IBooks.applyTrade.selector, CLEARING, address(house));
        vm.mockCall(
            parameters,
            abi.encodeCall(IRiskParameters.settlementTerms, (MARKET)),
            abi.encode(SettlementTerms(WINDOW, 10, 3600))
        );
        vm.mockCall(
            parameters,
            abi.encodeCall(IRiskParameters.settlementTerms, (9)),
            abi.encode(SettlementTerms(WINDOW, 10, 3600))
        );
        vm.mockCall(mandates, abi.encodeWithSelector(IMandateBook.isTrusted.selector), abi.encode(true));
        vm.mockCall(gammaLimit, abi.encodeWithSelector(IGammaLimit.afterTrade.selector), "");
        buyer = openFor(alice, 1_000e6);
        seller = openFor(bob, 1_000e6);
    }

    function terms() internal view returns (IClearing.Trade memory) {
        return IClearing.Trade(call(3000), 2e18, 100e6, buyer, seller, 1, 7, uint64(block.timestamp + 60));
    }

    function sign(uint256 key, IClearing.Trade memory trade_) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, house.hashTrade(trade_));
        return abi.encodePacked(r, s, v);
    }

    function run(IClearing.Trade memory t) internal {
        house.execute(t, sign(aliceKey, t), sign(bobKey, t));
    }

    function refuse(IClearing.Trade memory t, bytes memory reason) internal {
        bytes memory a = sign(aliceKey, t);
        bytes memory b = sign(bobKey, t);
        vm.expectRevert(reason);
        house.execute(t, a, b);
    }

    function test_clearsWhatBothSigned() public {
        IClearing.Trade memory t = terms();
        bytes memory a = sign(aliceKey, t);
        bytes memory b = sign(bobKey, t);
        vm.expectEmit(address(house));
        emit IClearing.Traded(house.hashTrade(t), t.series, buyer, seller, t.size, t.premium);
        vm.prank(makeAddr("anyone"));
        house.execute(t, a, b);
        assertEq(books.sizeOf(buyer, t.series), 2e18);
        assertEq(books.sizeOf(seller, t.series), -2e18);
        assertEq(cashOf(buyer), 900e6);
        assertEq(cashOf(seller), 1_100e6);
        assertTrue(house.nonceUsed(buyer, 1));
        assertTrue(house.nonceUsed(seller, 7));
        assertFalse(house.nonceUsed(seller, 1));
    }

    function test_hashIsEip712() public view {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Gimbal Clearing"),
                keccak256("1"),
                block.chainid,
                address(house)
            )
        );
        bytes32 kind = keccak256(
            "Trade(uint256 series,uint128 size,uint256 premium,uint64 buyer,uint64 seller,uint256 buyerNonce,uint256 sellerNonce,uint64 deadline)"
        );
        bytes32 body = keccak256(bytes.concat(kind, abi.encode(terms())));
        assertEq(house.hashTrade(terms()), keccak256(abi.encodePacked("\x19\x01", domain, body)));
    }

    function test_refusesAReplay() public {
        run(terms());
        refuse(terms(), abi.encodeWithSelector(IClearing.NonceUsed.selector, buyer, 1));
    }

    function test_refusesPastTheDeadline() public {
        IClearing.Trade memory t = terms();
        vm.warp(t.deadline + 1);
        refuse(t, abi.encodeWithSelector(IClearing.TradeExpired.selector, t.deadline, t.deadline + 1));
    }

    function test_refusesAWrongSignature() public {
        IClearing.Trade memory t = terms();
        bytes memory a = sign(aliceKey, t);
        bytes memory wrong = sign(carolKey, t);
        vm.expectRevert(abi.encodeWithSelector(IClearing.BadSignature.selector, seller, carol));
        house.execute(t, a, wrong);
        vm.expectRevert(abi.encodeWithSelector(IClearing.BadSignature.selector, seller, address(0)));
        house.execute(t, a, "nothing");
        bytes memory b = sign(bobKey, t);
        vm.expectRevert(abi.encodeWithSelector(IClearing.BadSignature.selector, buyer, bob));
        house.execute(t, b, a);
    }

    function testFuzz_refusesWhatWasNotSigned(uint128 size, uint256 premium, uint256 nonce) public {
        IClearing.Trade memory t = terms();
        bytes memory a = sign(aliceKey, t);
        bytes memory b = sign(bobKey, t);
        vm.assume(size != 0 && (size != t.size || premium != t.premium || nonce != t.buyerNonce));
        (t.size, t.premium, t.buyerNonce) = (size, premium, nonce);
        vm.expectPartialRevert(IClearing.BadSignature.selector);
        house.execute(t, a, b);
    }

    function test_anOperatorMaySign() public {
        IClearing.Trade memory t = terms();
        vm.prank(bob);
        books.setOperator(seller, carol, true);
        house.execute(t, sign(aliceKey, t), sign(carolKey, t));
        assertEq(books.sizeOf(seller, t.series), -2e18);
    }

    function test_anOwningContractMaySign() public {
        SigningWallet wallet = new SigningWallet();
        seller = openFor(address(wallet), 0);
        IClearing.Trade memory t = terms();
        bytes memory a = sign(aliceKey, t);
        vm.expectRevert(abi.encodeWithSelector(IClearing.BadSignature.selector, seller, address(0)));
        house.execute(t, a, "");
        wallet.approve(house.hashTrade(t));
        house.execute(t, a, "");
        assertEq(books.sizeOf(seller, t.series), -2e18);
    }

    function test_cancelByOwnerOrOperator() public {
        vm.expectRevert(abi.encodeWithSelector(IBooks.NotAuthorised.selector, buyer, bob));
        vm.prank(bob);
        house.cancel(buyer, 1);
        vm.expectEmit(address(house));
        emit IClearing.NonceCancelled(buyer, 1);
        vm.prank(alice);
        house.cancel(buyer, 1);
        refuse(terms(), abi.encodeWithSelector(IClearing.NonceUsed.selector, buyer, 1));
    }

    function testFuzz_noncesAreIndependent(uint256 nonce, uint256 other) public {
        vm.assume(nonce != other);
        vm.prank(alice);
        house.cancel(buyer, nonce);
        assertTrue(house.nonceUsed(buyer, nonce));
        assertFalse(house.nonceUsed(buyer, other));
        assertFalse(house.nonceUsed(seller, nonce));
    }

    function test_refusesTheSameBookTwice() public {
        IClearing.Trade memory t = terms();
        t.seller = buyer;
        refuse(t, abi.encodeWithSelector(IClearing.SameBook.selector, buyer));
    }

    function test_refusesAnUnknownBook() public {
        IClearing.Trade memory t = terms();
        t.seller = 99;
        refuse(t, abi.encodeWithSelector(IBooks.UnknownBook.selector, uint64(99)));
    }

    function test_refusesAnUnknownSeries() public {
        IClearing.Trade memory t = terms();
        t.series = SeriesId.wrap(SeriesId.unwrap(t.series) | 2);
        refuse(t, abi.encodeWithSelector(InvalidSeries.selector, SeriesId.unwrap(t.series)));
        t.series = seriesId(MARKET, EXPIRY, 0, false);
        refuse(t, abi.encodeWithSelector(InvalidSeries.selector, SeriesId.unwrap(t.series)));
    }

    function test_refusesASeriesOfAnotherMarket() public {
        IClearing.Trade memory t = terms();
        t.series = seriesId(9, EXPIRY, 3000e18, false);
        refuse(t, abi.encodeWithSelector(IClearing.MarketMismatch.selector, buyer, MARKET, uint32(9)));
    }

    function test_refusesASeriesInItsSettlementWindow() public {
        vm.warp(EXPIRY - WINDOW);
        IClearing.Trade memory t = terms();
        refuse(
            t,
            abi.encodeWithSelector(
                IClearing.SeriesClosed.selector, t.series, EXPIRY - WINDOW, block.timestamp
            )
        );
        vm.warp(EXPIRY - WINDOW - 1);
        run(terms());
    }

    function test_refusesNoSizeAndPartsOfALot() public {
        IClearing.Trade memory t = terms();
        t.size = 0;
        refuse(t, abi.encodeWithSelector(IBooks.ZeroAmount.selector));
        t.size = 1e18 + 1;
        refuse(t, abi.encodeWithSelector(IBooks.NotALot.selector, int256(1e18 + 1), LOT));
    }

    function test_P11_bothSidesMeetTheInitialRequirementAfterwards() public {
        for (uint256 i; i < 2; i++) {
            uint64 book = i == 0 ? buyer : seller;
            vm.clearMockedCalls();
            setUp();
            bytes memory below =
                abi.encodeWithSelector(IMarginEngine.BelowRequirement.selector, book, int256(1), 2);
            vm.mockCallRevert(margin, abi.encodeCall(IMarginEngine.requireInitial, (book)), below);
            refuse(terms(), below);
        }
    }

    function answerHedge(uint64 book, int256 gamma, int256 lowest) internal {
        vm.mockCall(
            margin,
            abi.encodeCall(IMarginEngine.requireInitial, (book)),
            abi.encode(IMarginEngine.Hedge(3000e18, gamma, lowest, 2500e18))
        );
    }

    function test_refusesATargetBelowZero() public {
        answerHedge(buyer, 0, -1e18);
        refuse(
            terms(),
            abi.encodeWithSelector(IClearing.TargetBelowZero.selector, buyer, uint256(2500e18), int256(-1e18))
        );
    }

    function test_anUnhedgedBookNeedsNoTarget() public {
        vm.prank(alice);
        buyer = books.open(MARKET, false);
        deposit(buyer, 1_000e6);
        answerHedge(buyer, 0, -1e18);
        run(terms());
    }

    function test_handsOnTheGammaOfBothSides() public {
        answerHedge(buyer, -0.02e18, 0);
        answerHedge(seller, 0.03e18, 0);
        vm.expectCall(
            gammaLimit, abi.encodeCall(IGammaLimit.afterTrade, (MARKET, buyer, -0.02e18, 3000e18, false))
        );
        vm.expectCall(
            gammaLimit, abi.encodeCall(IGammaLimit.afterTrade, (MARKET, seller, 0.03e18, 3000e18, true))
        );
        run(terms());
    }

    function test_refusesWhatTheGammaLimitRefuses() public {
        bytes memory reason = abi.encodeWithSelector(
            IGammaLimit.GammaAboveLimit.selector, MARKET, uint256(2e18), uint256(1e18)
        );
        vm.mockCallRevert(
            gammaLimit, abi.encodeCall(IGammaLimit.afterTrade, (MARKET, seller, 0, 0, true)), reason
        );
        refuse(terms(), reason);
    }

    function test_P21_anUntrustedSpokeStopsNewRiskOnly() public {
        vm.mockCall(mandates, abi.encodeCall(IMandateBook.isTrusted, (seller)), abi.encode(false));
        bytes memory reason = abi.encodeWithSelector(IMandateBook.Quarantined.selector, seller, uint64(31337));
        vm.mockCallRevert(mandates, abi.encodeCall(IMandateBook.requireTrusted, (seller)), reason);

        bytes[] memory answers = new bytes[](2);
        (answers[0], answers[1]) = (abi.encode(100e18), abi.encode(101e18));
        vm.mockCalls(margin, abi.encodeCall(IMarginEngine.requirement, (seller)), answers);
        refuse(terms(), reason);

        (answers[0], answers[1]) = (abi.encode(100e18), abi.encode(100e18));
        vm.mockCalls(margin, abi.encodeCall(IMarginEngine.requirement, (seller)), answers);
        run(terms());
        assertEq(books.sizeOf(seller, call(3000)), -2e18);
    }

    function test_P12_upgradeNeedsTheAdmin() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, alice));
        vm.prank(alice);
        house.upgradeToAndCall(address(1), "");
    }

    function test_P12_storageStandsAtItsErc7201Slot() public view {
        bytes32 slot = SlotDerivation.erc7201Slot("gimbal.storage.Clearing");
        assertEq(address(uint160(uint256(vm.load(address(house), slot)))), address(books));
    }
}
