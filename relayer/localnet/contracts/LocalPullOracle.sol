// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AbstractPyth} from "@pythnetwork/pyth-sdk-solidity/AbstractPyth.sol";
import {PythErrors} from "@pythnetwork/pyth-sdk-solidity/PythErrors.sol";
import {PythStructs} from "@pythnetwork/pyth-sdk-solidity/PythStructs.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title A pull oracle with Pyth's interface whose updates one publisher signs
/// @notice An update is abi.encode(Update, signature); the publisher signs EIP-191 over keccak256(abi.encode(Update)), the
/// same for every chain. As with Pyth, an update that is not newer than what is stored changes nothing.
contract LocalPullOracle is AbstractPyth {
    struct Update {
        bytes32 id;
        int64 price;
        uint64 conf;
        int32 expo;
        uint64 publishTime;
        uint64 previousPublishTime;
    }

    uint256 public constant FEE = 1;

    address public immutable publisher;
    mapping(bytes32 id => Update) private _latest;

    constructor(address publisher_) {
        publisher = publisher_;
    }

    function updatePriceFeeds(bytes[] calldata updateData) public payable override {
        _collectFee(updateData.length);
        for (uint256 i; i < updateData.length; i++) {
            _store(_verify(updateData[i]));
        }
    }

    function parsePriceFeedUpdates(
        bytes[] calldata updateData,
        bytes32[] calldata priceIds,
        uint64 minPublishTime,
        uint64 maxPublishTime
    ) external payable override returns (PythStructs.PriceFeed[] memory feeds) {
        (feeds,) = _parse(updateData, priceIds, minPublishTime, maxPublishTime, false, false);
    }

    function parsePriceFeedUpdatesUnique(
        bytes[] calldata updateData,
        bytes32[] calldata priceIds,
        uint64 minPublishTime,
        uint64 maxPublishTime
    ) external payable override returns (PythStructs.PriceFeed[] memory feeds) {
        (feeds,) = _parse(updateData, priceIds, minPublishTime, maxPublishTime, true, false);
    }

    function parsePriceFeedUpdatesWithConfig(
        bytes[] calldata updateData,
        bytes32[] calldata priceIds,
        uint64 minAllowedPublishTime,
        uint64 maxAllowedPublishTime,
        bool checkUniqueness,
        bool,
        bool storeUpdatesIfFresh
    ) external payable override returns (PythStructs.PriceFeed[] memory, uint64[] memory) {
        return _parse(
            updateData,
            priceIds,
            minAllowedPublishTime,
            maxAllowedPublishTime,
            checkUniqueness,
            storeUpdatesIfFresh
        );
    }

    /// @dev This oracle has no time-weighted prices.
    function parseTwapPriceFeedUpdates(bytes[] calldata, bytes32[] calldata)
        external
        payable
        override
        returns (PythStructs.TwapPriceFeed[] memory)
    {
        revert PythErrors.InvalidTwapUpdateDataSet();
    }

    function getUpdateFee(bytes[] calldata updateData) external pure override returns (uint256) {
        return FEE * updateData.length;
    }

    function getTwapUpdateFee(bytes[] calldata updateData) external pure override returns (uint256) {
        return FEE * updateData.length;
    }

    function queryPriceFeed(bytes32 id) public view override returns (PythStructs.PriceFeed memory) {
        Update memory latest = _latest[id];
        if (latest.publishTime == 0) revert PythErrors.PriceFeedNotFound();
        return _feed(latest);
    }

    function priceFeedExists(bytes32 id) public view override returns (bool) {
        return _latest[id].publishTime != 0;
    }

    function getValidTimePeriod() public pure override returns (uint256) {
        return 60;
    }

    function _parse(
        bytes[] calldata updateData,
        bytes32[] calldata priceIds,
        uint64 earliest,
        uint64 latest,
        bool unique,
        bool store
    ) private returns (PythStructs.PriceFeed[] memory feeds, uint64[] memory slots) {
        _collectFee(updateData.length);
        feeds = new PythStructs.PriceFeed[](priceIds.length);
        slots = new uint64[](priceIds.length);
        for (uint256 i; i < updateData.length; i++) {
            Update memory update = _verify(updateData[i]);
            if (store) _store(update);
            if (update.publishTime < earliest || update.publishTime > latest) continue;
            if (unique && update.previousPublishTime >= earliest) continue;
            for (uint256 j; j < priceIds.length; j++) {
                if (priceIds[j] != update.id || slots[j] != 0) continue;
                feeds[j] = _feed(update);
                slots[j] = update.publishTime;
            }
        }
        for (uint256 j; j < priceIds.length; j++) {
            if (slots[j] == 0) revert PythErrors.PriceFeedNotFoundWithinRange();
        }
    }

    function _collectFee(uint256 updates) private view {
        if (msg.value < FEE * updates) revert PythErrors.InsufficientFee();
    }

    function _verify(bytes calldata data) private view returns (Update memory update) {
        bytes memory signature;
        (update, signature) = abi.decode(data, (Update, bytes));
        bytes32 digest = MessageHashUtils.toEthSignedMessageHash(keccak256(abi.encode(update)));
        (address signer,,) = ECDSA.tryRecover(digest, signature);
        if (signer != publisher) revert PythErrors.InvalidUpdateDataSource();
    }

    function _store(Update memory update) private {
        if (update.publishTime <= _latest[update.id].publishTime) return;
        _latest[update.id] = update;
        emit PriceFeedUpdate(update.id, update.publishTime, update.price, update.conf);
    }

    function _feed(Update memory update) private pure returns (PythStructs.PriceFeed memory) {
        PythStructs.Price memory price =
            PythStructs.Price(update.price, update.conf, update.expo, update.publishTime);
        return PythStructs.PriceFeed(update.id, price, price);
    }
}
